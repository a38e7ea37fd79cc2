import type {
  AccountRefusal,
  LineRefusal,
  ReleaseRefusal,
  StartRefusal,
} from "../../../shared/domain/subsidies/decide-run.ts";

/** Every refusal that the rules of subsidies foresee. */
type Refusal = AccountRefusal | StartRefusal | ReleaseRefusal | LineRefusal;

type Row = { readonly status: number; readonly zh: string; readonly en: string };

/** Told elsewhere: steps out of order, one's own case, the second person. */
type Elsewhere = "out-of-step" | "own-case" | "needs-second-person";

/** Refusals of rent subsidies. */
export const subsidyProblems = {
  "subsidy-not-wanted": {
    status: 409,
    zh: "该申请未选择租赁补贴，或已不再有效",
    en: "This application does not ask for the subsidy, or is over",
  },
  "subsidy-not-open": {
    status: 422,
    zh: "该区域该月未开放租赁补贴",
    en: "The rent subsidy is not open in that area and month",
  },
  "account-not-own": {
    status: 422,
    zh: "收款账户须为申请人本人账户",
    en: "The account must be the applicant's own",
  },
  "month-not-begun": {
    status: 422,
    zh: "该月尚未开始，不能编制发放清单",
    en: "That month has not begun",
  },
  "subsidy-run-under-way": {
    status: 409,
    zh: "该区域已有一期清单正在办理，请先发放或撤销",
    en: "Another run is under way in that area; release or cancel it first",
  },
  "subsidy-publicity-not-over": {
    status: 409,
    zh: "公示期未满，不能发放",
    en: "The publicity is not over yet",
  },
  "line-out-of-step": {
    status: 409,
    zh: "该户在本期清单中的状态不允许此操作",
    en: "This household's line is not in a state for that",
  },
} as const satisfies Record<Exclude<Refusal["kind"], Elsewhere>, Row>;
