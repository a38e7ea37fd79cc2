/**
 * Texts that go out by SMS: kind, facts, words. Facts hold identifiers, dates and masked names only;
 * a text read by a stranger tells nothing personal.
 */
const templates = {
  "filing-to-sign": {
    facts: ["building"],
    zh: "您有一份租赁合同待确认（{building}），请登录泉居核对。",
    en: "A lease awaits your confirmation ({building}). Sign in to Quanju to check it.",
  },
  "filing-co-owner-asked": {
    facts: ["building"],
    zh: "您共有的房屋（{building}）拟出租，请登录泉居核对并确认是否同意。",
    en: "A home you own a share of ({building}) is to be let. Sign in to Quanju to say whether you consent.",
  },
  "filing-co-owner-agreed": {
    facts: ["building"],
    zh: "共有人已同意出租房屋（{building}）。",
    en: "An owner has consented to the lease of {building}.",
  },
  "mandate-offered": {
    facts: ["principal", "until"],
    zh: "{principal} 委托您代办租赁备案，期限至 {until}，请登录泉居查看范围并决定是否接受。",
    en: "{principal} asks you to act for them in filing leases until {until}. Sign in to Quanju to accept or decline.",
  },
  "mandate-given": {
    facts: ["agent", "until"],
    zh: "您已委托 {agent} 代办租赁备案，期限至 {until}，可随时登录泉居撤回。",
    en: "You have asked {agent} to act for you in filing leases until {until}. Take it back at any time in Quanju.",
  },
  "mandate-accepted": {
    facts: ["agent", "until"],
    zh: "{agent} 已接受您的委托，期限至 {until}，可随时登录泉居撤回。",
    en: "{agent} has accepted your mandate until {until}. Take it back at any time in Quanju.",
  },
  "mandate-declined": {
    facts: ["agent"],
    zh: "{agent} 未接受您的委托。",
    en: "{agent} has declined your mandate.",
  },
  "mandate-ended": {
    facts: ["principal", "agent"],
    zh: "{principal} 对 {agent} 的租赁备案委托已终止。",
    en: "The mandate of {principal} to {agent} has ended.",
  },
  "counter-code": {
    facts: ["code"],
    zh: "验证码 {code}，十分钟内有效。窗口工作人员正为您代办租赁备案，请核对打印内容后告知。",
    en: "Code {code}, good for ten minutes. A clerk is filing a lease for you: check the printed sheet, then say it.",
  },
  "filing-wrong-field": {
    facts: ["building"],
    zh: "对方指出租赁合同（{building}）有误，请登录泉居修改后重新发送。",
    en: "The other side found a mistake in your lease ({building}). Correct and send it again.",
  },
  "filing-sign-lapsed": {
    facts: ["building"],
    zh: "租赁合同（{building}）未在期限内签署完毕，已退回草稿，可重新发送。",
    en: "The lease ({building}) was not signed in time. It is a draft again and may be sent again.",
  },
  "filing-signed": {
    facts: ["building"],
    zh: "租赁合同（{building}）各方已签署，请提交备案。",
    en: "All parties have signed the lease ({building}). Submit it for filing.",
  },
  "filing-filed": {
    facts: ["certificateNo"],
    zh: "租赁合同已备案，证明编号 {certificateNo}。",
    en: "Your lease is on record. Certificate {certificateNo}.",
  },
  "filing-by-tenant": {
    facts: ["building", "objectBy"],
    zh: "承租人已为 {building} 的租赁合同申请备案，如有异议请于 {objectBy} 前提出。",
    en: "Your tenant has filed the lease of {building}. Object by {objectBy} if it is wrong.",
  },
  "filing-under-review": {
    facts: ["dueOn"],
    zh: "租赁合同备案已转人工核验，将于 {dueOn} 前办结。",
    en: "Your filing is being checked by an officer, at the latest by {dueOn}.",
  },
  "filing-refused": {
    facts: [],
    zh: "租赁合同未予备案，理由请登录泉居查看。",
    en: "Your lease was not put on record. Sign in to Quanju for the reasons.",
  },
  "filing-correction": {
    facts: ["building", "resubmitBy"],
    zh: "租赁合同备案（{building}）需要补正，请登录泉居查看全部事项，于 {resubmitBy} 前重新提交。",
    en: "Your filing ({building}) needs correction. Sign in to Quanju for the full list and resubmit by {resubmitBy}.",
  },
  "filing-correction-lapsed": {
    facts: ["building"],
    zh: "租赁合同备案（{building}）未在期限内补正，申请已失效，可随时重新申请。",
    en: "The filing of {building} was not corrected in time and has lapsed. You may file again at any time.",
  },
  "filing-revocation-proposed": {
    facts: ["building", "heardBy"],
    zh: "租赁备案（{building}）拟被撤销，您可于 {heardBy} 前登录泉居查看理由并陈述申辩，期间备案有效。",
    en: "Your filing ({building}) may be revoked. Sign in to Quanju for the reasons and answer by {heardBy}.",
  },
  "filing-revoked": {
    facts: ["building"],
    zh: "租赁备案（{building}）已被撤销，备案证明失效，理由请登录泉居查看。",
    en: "The filing of {building} has been revoked and its certificate is void. Sign in to Quanju for the reasons.",
  },
  "filing-revocation-dismissed": {
    facts: ["building"],
    zh: "租赁备案（{building}）不予撤销，继续有效。",
    en: "The filing of {building} is not revoked. It stays in force.",
  },
  "filing-objection-received": {
    facts: ["building"],
    zh: "有人对租赁备案（{building}）提出异议，核实期间备案不受影响。",
    en: "Someone has objected to the filing of {building}. It stays as it is while this is checked.",
  },
  "filing-objection-decided": {
    facts: ["building"],
    zh: "对租赁备案（{building}）的异议已有答复，请登录泉居查看。",
    en: "The objection to the filing of {building} has been answered. Sign in to Quanju to read it.",
  },
  "filing-change-proposed": {
    facts: ["building", "confirmBy"],
    zh: "对方提出变更租赁备案（{building}），请于 {confirmBy} 前登录泉居核对确认。",
    en: "A change of your lease ({building}) awaits your confirmation until {confirmBy}. Sign in to Quanju.",
  },
  "filing-change-returned": {
    facts: ["building"],
    zh: "租赁备案变更（{building}）未被对方确认：对方指出有误，请登录泉居查看。",
    en: "The other side found a mistake in the change you proposed ({building}). Sign in to Quanju.",
  },
  "filing-change-withdrawn": {
    facts: ["building"],
    zh: "租赁备案变更（{building}）已由提出方撤回，原备案不变。",
    en: "The change proposed for your lease ({building}) was taken back. What is on record stays.",
  },
  "filing-change-lapsed": {
    facts: ["building"],
    zh: "租赁备案变更（{building}）未在期限内确认，已失效，原备案不变。",
    en: "The change of the lease ({building}) was not confirmed in time. What is on record stays.",
  },
  "filing-change-under-review": {
    facts: ["dueOn"],
    zh: "租赁备案变更已转人工核验，将于 {dueOn} 前办结，期间原备案有效。",
    en: "The change of your filing is being checked by an officer, at the latest by {dueOn}.",
  },
  "filing-change-refused": {
    facts: ["building"],
    zh: "租赁备案变更（{building}）未予办理，理由请登录泉居查看，原备案不变。",
    en: "The change of the lease ({building}) was not taken. Sign in to Quanju for the reasons.",
  },
  "filing-changed": {
    facts: ["building", "certificateNo"],
    zh: "租赁备案（{building}）已变更，新证明编号 {certificateNo}，原证明作废。",
    en: "The filing of {building} has been changed. New certificate {certificateNo}; the old one is void.",
  },
  "filing-transfer-reported": {
    facts: ["building"],
    zh: "有人申报租赁备案（{building}）的出租人变更为新的权利人，如不属实请登录泉居指出。",
    en: "Someone reports that the home at {building} has a new owner. Sign in to Quanju if it is wrong.",
  },
  "filing-landlord-left": {
    facts: ["building"],
    zh: "租赁备案（{building}）的出租人已变更为新的权利人，您不再是该备案的当事人。",
    en: "The filing of {building} now names its new owner. You are no longer party to it.",
  },
  "filing-occupants": {
    facts: ["building"],
    zh: "租赁备案（{building}）的同住人员已有变动，请登录泉居查看。",
    en: "The occupants of {building} have changed. Sign in to Quanju to see them.",
  },
  "filing-end-reported": {
    facts: ["building", "on", "objectBy"],
    zh: "对方申报租赁合同（{building}）于 {on} 终止，如有异议请于 {objectBy} 前登录泉居提出。",
    en: "The other side reports that the lease of {building} ends on {on}. Object by {objectBy} if that is wrong.",
  },
  "filing-ends": {
    facts: ["building", "on"],
    zh: "租赁合同（{building}）将于 {on} 终止，备案届时注销。",
    en: "The lease of {building} ends on {on}. Its filing ends then.",
  },
  "filing-head-ended": {
    facts: ["building", "on"],
    zh: "{building} 的原租赁合同将于 {on} 终止，转租合同及其备案同日终止，请与转租人联系。",
    en: "The lease above yours at {building} ends on {on}. Your sublease and its filing end that day too.",
  },
  "filing-sublet-told": {
    facts: ["building", "countsFrom"],
    zh: "承租人告知您 {building} 将转租。如不同意请登录泉居提出；至 {countsFrom} 未提出视为同意。",
    en: "Your tenant says that the home at {building} is let onward. Object in Quanju; from {countsFrom} silence counts as consent.",
  },
  "filing-sublet-answered": {
    facts: ["building"],
    zh: "出租人对 {building} 转租的意见已更新，请登录泉居查看。",
    en: "The owner of {building} has answered on letting it onward. Sign in to Quanju.",
  },
  "village-proof-asked": {
    facts: ["building"],
    zh: "关于 {building} 的村集体房屋证明已受理，请等候村委会出具。",
    en: "Your request for a village proof of {building} was received. The village committee answers next.",
  },
  "village-proof-issued": {
    facts: ["building", "dueOn"],
    zh: "村委会已为 {building} 出具证明，街道（乡镇）将于 {dueOn} 前核查。",
    en: "The village committee has given its proof of {building}. The subdistrict checks it by {dueOn}.",
  },
  "village-proof-refused": {
    facts: ["building"],
    zh: "关于 {building} 的村集体房屋证明未予办理，理由请登录泉居查看。",
    en: "The village proof of {building} was refused. Sign in to Quanju for the reasons.",
  },
  "village-proof-confirmed": {
    facts: ["building"],
    zh: "{building} 的村集体房屋证明已核查通过，可据此办理租赁备案。",
    en: "The village proof of {building} was checked. Leases of it can be filed with it.",
  },
  "filing-cancelled": {
    facts: ["building", "on"],
    zh: "租赁合同（{building}）已于 {on} 终止，备案已注销。",
    en: "The lease of {building} ended on {on}. Its filing is cancelled.",
  },
  "filing-expired": {
    facts: ["building", "renewBy"],
    zh: "租赁备案（{building}）已到期；续租请于 {renewBy} 前办理，继续居住可申报不定期租赁。",
    en: "The filing of {building} has expired. Renew it, or report that you stay on, by {renewBy}.",
  },
  "filing-ends-soon": {
    facts: ["building", "until"],
    zh: "租赁备案（{building}）将于 {until} 到期，续租可登录泉居办理。",
    en: "The filing of {building} ends on {until}. Sign in to Quanju to renew it.",
  },
  "filing-submit-soon": {
    facts: ["building", "fileBy"],
    zh: "租赁合同（{building}）尚未备案，请于 {fileBy} 前办理，不收费用。",
    en: "The lease of {building} is not on record yet. File it by {fileBy}; it costs nothing.",
  },
  "filing-reissued": {
    facts: ["building", "certificateNo"],
    zh: "租赁备案证明（{building}）已补发，新编号 {certificateNo}，原证明作废。",
    en: "The certificate of {building} was issued anew: {certificateNo}. The old one is void.",
  },
  "filing-hukou-consent": {
    facts: ["building"],
    zh: "出租人对租赁房屋（{building}）落户的意见已更新，请登录泉居查看。",
    en: "The landlord of {building} has changed their word on household registration. Sign in to Quanju.",
  },
  "filing-withdrawn": {
    facts: ["building"],
    zh: "租赁合同（{building}）的备案申请已撤回。",
    en: "The filing of the lease of {building} was taken back.",
  },
  "application-received": {
    facts: ["receiptNo", "dueOn"],
    zh: "住房保障申请已收到，回执号 {receiptNo}，{dueOn} 前答复是否受理。",
    en: "Application received, receipt {receiptNo}. You will hear by {dueOn}.",
  },
  "application-accepted": {
    facts: ["receiptNo"],
    zh: "住房保障申请（{receiptNo}）已受理。",
    en: "Application {receiptNo} has been accepted.",
  },
  "application-publicity": {
    facts: ["receiptNo", "until"],
    zh: "住房保障申请（{receiptNo}）正在公示，至 {until} 止。",
    en: "Application {receiptNo} is public until {until}.",
  },
  "application-rejected": {
    facts: ["receiptNo", "askBy"],
    zh: "住房保障申请（{receiptNo}）未通过，理由请登录查看；{askBy} 前可申请复核。",
    en: "Application {receiptNo} was refused. Sign in for the reasons; appeal by {askBy}.",
  },
  "application-waitlisted": {
    facts: ["receiptNo", "waitingNo"],
    zh: "住房保障申请（{receiptNo}）已进入轮候，轮候号 {waitingNo}。",
    en: "Application {receiptNo} is on the waiting list, number {waitingNo}.",
  },
  "subsidy-paid": {
    facts: ["receiptNo", "month"],
    zh: "住房租赁补贴（{receiptNo}，{month}）已提交银行发放，明细请登录泉居查看。",
    en: "The rent subsidy of {month} for {receiptNo} has been sent to the bank. Sign in to Quanju for details.",
  },
  "subsidy-account": {
    facts: ["receiptNo"],
    zh: "住房租赁补贴（{receiptNo}）的收款账户已登记或变更，如非本人办理请拨打 12345。",
    en: "The account for the rent subsidy of {receiptNo} was set or changed. Call 12345 if it was not you.",
  },
  "subsidy-returned": {
    facts: ["receiptNo", "month"],
    zh: "住房租赁补贴（{receiptNo}，{month}）被银行退回，请登录泉居核对收款账户，下期补发。",
    en: "The bank sent back the rent subsidy of {month} for {receiptNo}. Check your account in Quanju; the next run pays it.",
  },
  "subsidy-struck": {
    facts: ["receiptNo", "month"],
    zh: "住房租赁补贴（{receiptNo}，{month}）经公示核减，理由请登录泉居查看。",
    en: "The rent subsidy of {month} for {receiptNo} was struck off the list. Sign in to Quanju for the reason.",
  },
  "application-gaps": {
    facts: ["receiptNo", "by"],
    zh: "住房保障申请（{receiptNo}）需要补正，请登录泉居或到窗口查看全部事项，于 {by} 前补齐。",
    en: "Application {receiptNo} has gaps. Sign in to Quanju, or ask at the counter, for the full list; make them good by {by}.",
  },
  "application-check-pending": {
    facts: ["receiptNo"],
    zh: "住房保障申请（{receiptNo}）部分部门核查未返回，已转人工，受理时间不变。",
    en: "Some agencies have not answered on application {receiptNo}: an officer asks by hand. Your date is kept.",
  },
  "application-lapsed": {
    facts: ["receiptNo"],
    zh: "住房保障申请（{receiptNo}）未在期限内补正，已失效，可随时重新申请。",
    en: "Application {receiptNo} was not corrected in time and has lapsed. You may apply again at any time.",
  },
  "application-closed": {
    facts: ["receiptNo"],
    zh: "住房保障申请（{receiptNo}）申请复核的期限已过，此次申请已办结。",
    en: "The time to appeal has passed: application {receiptNo} is closed.",
  },
  "application-withdrawn": {
    facts: ["receiptNo"],
    zh: "住房保障申请（{receiptNo}）已撤回。",
    en: "Application {receiptNo} was taken back.",
  },
  "application-changed": {
    facts: ["receiptNo"],
    zh: "住房保障申请（{receiptNo}）的家庭变动已登记，将重新核查。",
    en: "The change in your household is on record for application {receiptNo}. It is checked anew.",
  },
  "application-reconsideration": {
    facts: ["receiptNo", "by"],
    zh: "住房保障申请（{receiptNo}）的复核申请已收到，将于 {by} 前书面答复。",
    en: "Your appeal on application {receiptNo} was received. You will have a written answer by {by}.",
  },
  "application-reconsidered": {
    facts: ["receiptNo"],
    zh: "住房保障申请（{receiptNo}）的复核已有书面答复，请登录泉居查看。",
    en: "Your appeal on application {receiptNo} has a written answer. Sign in to Quanju to read it.",
  },
  "application-objected": {
    facts: ["receiptNo", "by"],
    zh: "有人对住房保障申请（{receiptNo}）提出异议，将于 {by} 前核实答复。",
    en: "Someone has objected to application {receiptNo}. It is looked into and answered by {by}.",
  },
  "publicity-objection-answered": {
    facts: ["receiptNo"],
    zh: "对住房保障公示（{receiptNo}）的异议已有书面答复，请登录泉居查看。",
    en: "The objection to publicity line {receiptNo} has a written answer. Sign in to Quanju to read it.",
  },
  "application-review-opened": {
    facts: ["receiptNo", "by"],
    zh: "轮候年度复核：住房保障申请（{receiptNo}）请于 {by} 前登录泉居申报，逾期将中止轮候。",
    en: "Yearly review of application {receiptNo}: sign in to Quanju by {by}, or your place is suspended.",
  },
  "application-reviewed": {
    facts: ["receiptNo"],
    zh: "住房保障申请（{receiptNo}）复核通过，轮候号不变。",
    en: "The review of application {receiptNo} is passed. Your waiting number stays.",
  },
  "application-suspended": {
    facts: ["receiptNo", "by"],
    zh: "住房保障申请（{receiptNo}）已中止轮候，请于 {by} 前登录泉居办理复核，逾期将取消轮候资格。",
    en: "Application {receiptNo} is suspended. Sign in to Quanju by {by}, or it is struck off the list.",
  },
  "application-cancelled": {
    facts: ["receiptNo"],
    zh: "住房保障申请（{receiptNo}）的轮候资格已取消，书面理由请登录泉居查看。",
    en: "Application {receiptNo} was struck off the waiting list. Sign in to Quanju for the written reasons.",
  },
  "application-measure": {
    facts: ["receiptNo", "by"],
    zh: "住房保障申请（{receiptNo}）拟作出不利决定，您可于 {by} 前登录泉居查看理由并陈述申辩。",
    en: "A measure is proposed on application {receiptNo}. Sign in to Quanju for the reasons and answer by {by}.",
  },
  "application-measure-dropped": {
    facts: ["receiptNo"],
    zh: "住房保障申请（{receiptNo}）的拟办决定已撤销，申请照常办理。",
    en: "The measure proposed on application {receiptNo} was dropped. It goes on as before.",
  },
  "application-barred": {
    facts: ["receiptNo", "by"],
    zh: "住房保障申请（{receiptNo}）已作出限制申请决定，至 {by} 届满，书面理由请登录泉居查看。",
    en: "You are barred from applying until {by} (application {receiptNo}). Sign in to Quanju for the written reasons.",
  },
  "application-entered": {
    facts: ["by"],
    zh: "有单位为您填写了住房保障申请，请于 {by} 前登录泉居核对并签署授权后提交。",
    en: "Your employer has filled in a housing application for you. Sign in to Quanju by {by} to check, consent and send it.",
  },
  "application-code": {
    facts: ["code"],
    zh: "验证码 {code}，十分钟内有效。窗口工作人员正为您代办住房保障申请，请核对打印内容后告知。",
    en: "Code {code}, good for ten minutes. A clerk is applying for you: check the printed sheet, then say it.",
  },
  "intent-recorded": {
    facts: ["schemeId", "receipt"],
    zh: "配租方案 {schemeId} 意向登记成功，摇号编号 {receipt}，请登录泉居保存凭证。",
    en: "Intent for scheme {schemeId} recorded, draw number {receipt}. Sign in to Quanju to keep your slip.",
  },
  "recheck-passed-selected": {
    facts: ["schemeId"],
    zh: "配租方案 {schemeId} 摇中后复审通过，请等候选房或签约通知。",
    en: "Recheck after the draw of scheme {schemeId} passed. You will be told when to choose or sign.",
  },
  "recheck-passed": {
    facts: ["schemeId", "receipt"],
    zh: "配租方案 {schemeId} 复审通过，已列入摇号名册，摇号编号 {receipt}。",
    en: "Recheck for scheme {schemeId} passed: you are in the roster. Your draw number is {receipt}.",
  },
  "recheck-failed": {
    facts: ["schemeId"],
    zh: "配租方案 {schemeId} 复审未通过，书面理由请登录查看。",
    en: "Recheck for scheme {schemeId} not passed. Sign in for the written reasons.",
  },
  "objection-decided": {
    facts: ["drawId"],
    zh: "您对 {drawId} 提出的异议已有答复，请登录查看。",
    en: "Your objection to {drawId} has been answered. Sign in to read it.",
  },
  "draw-selected": {
    facts: ["drawId", "place"],
    zh: "摇号 {drawId}：入选，选房顺序号 {place}。",
    en: "Draw {drawId}: selected, number {place} to choose.",
  },
  "draw-waiting": {
    facts: ["drawId", "place"],
    zh: "摇号 {drawId}：候补第 {place} 位。",
    en: "Draw {drawId}: number {place} on the reserve list.",
  },
  "turn-open": {
    facts: ["drawId"],
    zh: "摇号 {drawId}：轮到您选房，请登录泉居。",
    en: "Draw {drawId}: it is your turn to choose. Sign in to Quanju.",
  },
  "home-chosen": {
    facts: ["homeId", "signBy"],
    zh: "已选定房源 {homeId}，请于 {signBy} 前签约。",
    en: "Home {homeId} is yours. Sign the lease by {signBy}.",
  },
  "home-drawn": {
    facts: ["homeId", "signBy"],
    zh: "摇号直接摇中房源 {homeId}，请于 {signBy} 前签约。",
    en: "The draw gave you home {homeId}. Sign the lease by {signBy}.",
  },
  "draw-selected-recheck": {
    facts: ["drawId"],
    zh: "摇号 {drawId}：入选，接下来进行资格复审，请登录泉居查看。",
    en: "Draw {drawId}: selected. Your conditions are rechecked next; sign in to Quanju.",
  },
} as const satisfies Record<string, MessageTemplate>;

type MessageTemplate = {
  readonly facts: readonly string[];
  readonly zh: string;
  readonly en: string;
};

export type MessageKind = keyof typeof templates;
export type MessageFacts<K extends MessageKind> = Readonly<
  Record<(typeof templates)[K]["facts"][number], string>
>;
export const messageKinds = Object.keys(templates) as MessageKind[];

/** The template of a kind: which facts it needs, and its words in both languages. */
export const messageTemplate = (kind: MessageKind): MessageTemplate => templates[kind];

/**
 * The words of a message.
 *
 * @throws Error when a fact that the template names is missing: a bug of the caller
 */
export function messageText<K extends MessageKind>(
  kind: K,
  facts: MessageFacts<K>,
  language: "zh" | "en",
): string {
  const given: Readonly<Record<string, string>> = facts;
  return messageTemplate(kind)[language].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const fact = given[name];
    if (fact === undefined) throw new Error(`Message ${kind} lacks the fact ${name}`);
    return fact;
  });
}
