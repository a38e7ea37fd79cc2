/** Refusals of publishing a scheme, of its leases, and of opening its commitments. */
export const schemeProblems = {
  "replaced-not-void": {
    status: 422,
    zh: "所替代的方案不存在或未作废",
    en: "The scheme that this one replaces is not there, or is not void",
  },
  "replaces-unnamed": {
    status: 422,
    zh: "有房源来自已作废的方案，请写明所替代的方案",
    en: "A home was offered in a void scheme: name the one that this scheme replaces",
  },
  "agent-without-mobile": {
    status: 409,
    zh: "您的账号没有登记手机号码，租赁合同须写明经办人手机号码",
    en: "Your account has no mobile number, and the lease must name its agent's",
  },
  "no-roster-yet": {
    status: 409,
    zh: "名册尚未冻结，没有可开启的承诺",
    en: "No roster is frozen yet; there is nothing to open",
  },
  "opening-lapsed": {
    status: 409,
    zh: "开启申请或开启期限已过，请重新申请",
    en: "The time of this request or opening is over; ask again",
  },
  "opening-not-approved": {
    status: 409,
    zh: "尚未经另一人同意",
    en: "A second person has not agreed yet",
  },
} as const;
