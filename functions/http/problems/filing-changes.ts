import type { FilingChangeRefusal, FilingRefusal } from "../../../shared/domain/refusals.ts";

type Row = { readonly status: number; readonly zh: string; readonly en: string };
type Shared = FilingRefusal["kind"] | "terms-changed" | "own-case";

/** Refusals of what happens to a lease on record; those it shares with filing are there. */
export const filingChangeProblems = {
  "change-pending": {
    status: 409,
    zh: "已有一项变更正在办理，请先确认、撤回或等待其办结",
    en: "Another change is under way; confirm it, take it back or wait for it",
  },
  "already-ending": {
    status: 409,
    zh: "此租赁合同已申报终止",
    en: "The end of this lease is on record already",
  },
  "no-change-pending": {
    status: 409,
    zh: "没有待办理的变更，或期限已过",
    en: "No change waits for this, or its time is over",
  },
  "not-the-proposer": {
    status: 403,
    zh: "只有提出方可以撤回",
    en: "Only the side that proposed it may take it back",
  },
  "own-proposal": {
    status: 403,
    zh: "这是您一方提出的，可以撤回",
    en: "Your own side proposed this; you may take it back",
  },
  "term-long-over": {
    status: 409,
    zh: "租期届满已超过30日，请重新签订并备案",
    en: "The term ended more than 30 days ago; file a new lease",
  },
  "nothing-changed": {
    status: 422,
    zh: "内容与原备案相同，没有变更",
    en: "These are the terms already on record",
  },
  "terms-invalid": {
    status: 422,
    zh: "变更后的内容不完整或前后不一致",
    en: "The terms would not be complete or consistent",
  },
  "end-outside-term": {
    status: 422,
    zh: "终止日期应在合同订立之后、租期届满之前",
    en: "A lease ends after its conclusion and within its term",
  },
  "end-not-by-notice": {
    status: 422,
    zh: "定期租赁不能仅以通知终止，须双方协商一致或有其他依据",
    en: "Notice alone does not end a lease with a term",
  },
  "notice-too-short": {
    status: 422,
    zh: "解除不定期租赁应在合理期限之前通知对方（30日）",
    en: "An indefinite lease is ended with 30 days' notice",
  },
  "day-outside-term": {
    status: 422,
    zh: "日期应在租期之内，且不晚于今天",
    en: "The day must lie within the term and not after today",
  },
  "lives-there-already": {
    status: 422,
    zh: "此人已登记在此住处",
    en: "This person is on record there already",
  },
} as const satisfies Record<Exclude<FilingChangeRefusal["kind"], Shared>, Row>;
