import type { PolicyRefusal } from "../../../shared/domain/policy/policy-content.ts";

type Row = { readonly status: number; readonly zh: string; readonly en: string };

/** Refusals of policy versions and of points; `out-of-step` is the edge's. */
export const policyProblems = {
  "policy-exists": {
    status: 409,
    zh: "已有同名版本，请另取版本号",
    en: "A version of that name exists; choose another name",
  },
  "policy-subject-changed": {
    status: 422,
    zh: "修改草案不能更换版本号或保障类别，请另行起草",
    en: "An edit keeps version and programme; draft another version instead",
  },
  "policy-changed-since": {
    status: 409,
    zh: "草案已被修改，请重新核对",
    en: "The draft has been changed since; read it again",
  },
  "policy-not-compared": {
    status: 409,
    zh: "请先比较此版本与现行版本对样本案例的影响",
    en: "Compare its effects on sample cases first",
  },
  "policy-same-person": {
    status: 409,
    zh: "须由起草人员以外的另一人发布",
    en: "Another person than those who wrote it must put it in force",
  },
  "policy-not-ahead": {
    status: 422,
    zh: "生效日期须晚于今天，不溯及既往",
    en: "It must begin after today; policies are not retroactive",
  },
  "policy-day-taken": {
    status: 409,
    zh: "该区域同日已有另一版本生效",
    en: "Another version begins there on that day",
  },
  "no-points-table": {
    status: 404,
    zh: "该区域没有此项积分",
    en: "No points are counted for this there",
  },
  "points-item-unknown": {
    status: 422,
    zh: "该积分标准没有此项",
    en: "The table counts no such item",
  },
  "points-consent-missing": {
    status: 403,
    zh: "未取得本人同意查询积分",
    en: "The person has not consented to this",
  },
  "not-park-housing": {
    status: 409,
    zh: "该租赁不是园区职工住房，或不在备案有效期内",
    en: "Not a home a park lets to its staff, or its lease is not on record and in force",
  },
} as const satisfies Record<Exclude<PolicyRefusal["kind"], "out-of-step">, Row> &
  Record<string, Row>;
