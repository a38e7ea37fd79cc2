/** The rulebook's messages by code: what a person reads when a rule refuses or warns. */
export const ruleTexts = {
  V01: { zh: "证件号码校验位不正确，请核对", en: "ID check digit is wrong" },
  V02: { zh: "证件号码中的出生日期无效", en: "Birth date in ID is invalid" },
  V03: { zh: "姓名与证件号码核验不一致", en: "Name and ID do not match" },
  V04: { zh: "统一社会信用代码有误", en: "Invalid social credit code" },
  V05: { zh: "手机号码格式不正确", en: "Invalid mobile number" },
  V06: { zh: "当事人未成年，请由监护人代办", en: "Minor: guardian must act" },
  V10: { zh: "出租人与权属证明记载不一致", en: "Landlord differs from title" },
  V11: { zh: "请上传其他共有人同意书", en: "Co-owners' consent needed" },
  V12: { zh: "未查到权属信息，可转人工核验", en: "Title not found; manual check offered" },
  V13: {
    zh: "厨房、卫生间、阳台、过道、地下储藏室、车库等不得单独出租居住",
    en: "Space may not be let as dwelling",
  },
  V14: { zh: "超过单间人数上限或低于人均面积标准", en: "Occupancy limit exceeded" },
  V15: { zh: "该房屋不得出租，请咨询住建部门", en: "Unit may not be let" },
  V16: { zh: "该房屋（房间）此期间已有备案合同", en: "Overlapping filing exists" },
  V20: { zh: "终止日期应晚于起始日期", en: "End must follow start" },
  V21: { zh: "租赁期限不得超过二十年", en: "Term exceeds 20 years" },
  V22: { zh: "租金数额异常，请确认", en: "Check the rent amount" },
  V23: { zh: "收取押金须约定数额、返还时间和扣减情形", en: "Deposit terms incomplete" },
  V24: { zh: "转租期限不得超过原租赁剩余期限", en: "Sublease outlasts head lease" },
  V25: { zh: "请上传出租人同意转租证明", en: "Consent to sublet needed" },
  V26: { zh: "已超过合同订立后30日，仍可备案", en: "Past 30 days; still accepted" },
  V27: { zh: "经纪机构成交的合同应由经纪机构备案", en: "The broker must file" },
  V28: { zh: "经纪机构不得代收代付租金、押金", en: "Broker may not take rent/deposit" },
  V30: { zh: "您或家庭成员已有在办申请", en: "A member already applied" },
  V31: { zh: "您在限制申请期内，{date}届满", en: "Barred until {date}" },
  V32: { zh: "家庭收入或资产超过规定标准", en: "Income/assets above limit" },
  V33: { zh: "人均住房面积不符合条件", en: "Housing area does not qualify" },
  V34: { zh: "请签署信息核查授权书", en: "Sign the consent to checks" },
  V35: { zh: "意向登记已截止", en: "Intent registration closed" },
  V36: { zh: "不属于本批次供应对象", en: "Not in this scheme's scope" },
  V37: { zh: "请先完成年度复核", en: "Complete annual review first" },
  V38: { zh: "所选户型与家庭人口不符", en: "Layout does not fit household" },
  V39: { zh: "该房源已被选定，请另选", en: "Home already taken" },
  V40: { zh: "请在公示期内实名提出异议", en: "Object in time, real name" },
  V41: { zh: "本批次已摇号，不得重复", en: "Draw already performed" },
  V50: { zh: "该证明已变更/注销/到期/撤销", en: "Certificate no longer in force" },
  V51: { zh: "部门核查未返回，已转人工，受理时间不变", en: "Check pending; date kept" },
} as const;

export type RuleCode = keyof typeof ruleTexts;

/** What else a shape refuses by name, beyond the rulebook's codes. */
export const shapeTexts = {
  "personal-number": {
    zh: "编号中不得含有身份证号码或手机号码",
    en: "A code must not hold anyone's identity number or mobile number",
  },
  "landline-only": {
    zh: "请填写固定电话（如 0595-22180000），不得填写手机号码",
    en: "Give a landline, such as 0595-22180000; a mobile number is a person's",
  },
  "order-of-sizes": {
    zh: "最多人数不得少于最少人数",
    en: "The most persons cannot be fewer than the least",
  },
  repeated: { zh: "不得重复", en: "Nothing may stand here twice" },
} as const;
export type ShapeRefusal = keyof typeof shapeTexts;
