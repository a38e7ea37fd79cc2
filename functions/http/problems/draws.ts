/** Refusals of schemes, rosters and draws. */
export const drawProblems = {
  "scheme-exists": { status: 409, zh: "此方案编号已被使用", en: "A scheme with this code exists" },
  "scheme-flawed": {
    status: 422,
    zh: "方案内容不符合规则，请按提示修改",
    en: "The scheme breaks a rule; see each member named",
  },
  "home-in-other-scheme": {
    status: 409,
    zh: "有房源已列入其他方案",
    en: "A home is on offer in another scheme",
  },
  "same-person": {
    status: 403,
    zh: "须由另一人办理",
    en: "A second person must do this",
  },
  "count-differs": { status: 422, zh: "人数与名册不符", en: "The count is not that of the roster" },
  "root-differs": {
    status: 409,
    zh: "名册在提请之后有变动，请重新核对",
    en: "The roster is not the one that was proposed",
  },
  "recheck-open": {
    status: 409,
    zh: "复审尚未全部完成",
    en: "Some households are not rechecked yet",
  },
  "witness-missing": {
    status: 409,
    zh: "还有见证人没有提交承诺",
    en: "A witness has not committed yet",
  },
  "freeze-too-late": {
    status: 409,
    zh: "名册公示不足规定的工作日，须重新公布方案",
    en: "Too late: the roster would be public for fewer working days than it must",
  },
  "not-this-witness": {
    status: 403,
    zh: "您不是本次摇号的这位见证人",
    en: "You are not this witness of this draw",
  },
  "bad-commit": {
    status: 422,
    zh: "承诺格式或签名不正确",
    en: "The commitment is malformed or not signed by this witness",
  },
  "already-committed": {
    status: 409,
    zh: "承诺已经提交，不能更改",
    en: "Committed already; a commitment cannot be changed",
  },
  "bad-nonce": {
    status: 422,
    zh: "随机数与承诺不符",
    en: "The nonce does not open the commitment",
  },
  "already-revealed": { status: 409, zh: "随机数已经公布", en: "Revealed already" },
  "reveal-too-early": {
    status: 409,
    zh: "名册尚未锁定，请勿公布随机数",
    en: "The roster is not fixed yet; keep the nonce",
  },
  "reveal-too-late": { status: 409, zh: "公布时间已过", en: "The time to reveal is over" },
  "objection-closed": {
    status: 409,
    code: "V40",
    zh: "请在公示期内实名提出异议",
    en: "Object in time, real name",
  },
  "unknown-receipt": { status: 422, zh: "名册中没有此编号", en: "No such number in the roster" },
  "roster-empty": {
    status: 409,
    zh: "更正后名册中没有家庭，不能摇号",
    en: "The correction would leave nobody in the roster",
  },
  "pool-not-open": {
    status: 422,
    zh: "该家庭不能参加此房源组",
    en: "The household may not enter this pool",
  },
  "number-malformed": {
    status: 422,
    zh: "开奖号码或开奖时间有误，请对照公告",
    en: "The number or its drawing time is wrong; compare with the bulletin",
  },
  "not-yet-drawn": { status: 409, zh: "尚未开奖", en: "The number has not been drawn yet" },
  "readers-disagree": {
    status: 409,
    zh: "两人录入的号码不一致，请各自重新核对",
    en: "The two readers disagree; each reads the bulletin again",
  },
  "unknown-source": {
    status: 422,
    zh: "本次摇号现在不等待这个号码",
    en: "The draw does not wait for this number now",
  },
  "beacon-invalid": {
    status: 422,
    zh: "信标签名不正确，请核对轮次并完整粘贴",
    en: "Not the beacon's signature of this round; paste it whole",
  },
  "bulletin-silent": {
    status: 503,
    zh: "开奖公告暂时读取不到，请稍后再试",
    en: "The bulletin does not answer; try again later",
  },
  "already-drawn": {
    status: 409,
    code: "V41",
    zh: "本批次已摇号，不得重复",
    en: "Draw already performed",
  },
} as const;
