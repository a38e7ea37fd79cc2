/** Refusals of what other agencies ask, and of the landlord's consent; `out-of-step` is the edge's. */
export const agencyProblems = {
  "purpose-not-agreed": {
    status: 403,
    zh: "未与贵单位约定为此目的共享信息",
    en: "No sharing for this purpose is agreed with your agency",
  },
  "no-hukou-policy": {
    status: 409,
    zh: "该区域目前没有租赁住房落户政策",
    en: "No policy of registration on let homes is in force in that area",
  },
  "not-the-landlord": {
    status: 403,
    zh: "只有出租人可以办理",
    en: "Only a landlord of this lease may do this",
  },
} as const;
