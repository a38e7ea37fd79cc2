/** What a household is due of a run: month by month, with the rule or the reason. */
import type {
  AgencyFinding,
  ApplicationForm,
  ConditionOutcome,
} from "../../contract/application.ts";
import type { ProgrammePolicy } from "../../contract/programme.ts";
import type { HeldMonth, Month, SubsidyHold, SubsidyMonth } from "../../contract/subsidy.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addMonths } from "../calendar/days.ts";
import { evaluate, verdictOf } from "../eligibility/evaluate.ts";
import { factsOf } from "../eligibility/facts.ts";
import { countedArea, subsidyAmount, subsidyTerm } from "./amount.ts";
import { leaseOfMonth, type Counted, type FiledLease } from "./leases.ts";
import { daysInBoth, firstDay, monthOf, monthsUpTo, ofDays, type Span } from "./months.ts";

/** What is known of a household when a run is made. */
export type SubsidyFacts = {
  readonly form: ApplicationForm;
  readonly findings: readonly AgencyFinding[];
  /** Keyed hashes of its people, the applicant first. */
  readonly people: readonly string[];
  /** Days on the waiting list. */
  readonly waiting: readonly Span[];
  readonly filings: readonly FiledLease[];
  /** Months paid before, by whichever run. */
  readonly paid: ReadonlySet<Month>;
  /** Day from which it has an account here: earlier months are not claimed. */
  readonly enrolledOn: CivilDate;
  /** Last day for which its conditions were verified (V37). */
  readonly verifiedUntil: CivilDate | undefined;
};

/** Earlier months that a run still pays: late leases, months held, transfers the bank returned. */
export const LATE_MONTHS = 12;

export type SubsidyDue = {
  readonly fen: number;
  readonly months: readonly SubsidyMonth[];
  readonly held: readonly HeldMonth[];
};

/** The conditions of the subsidy on a day, each with its reason. */
export function subsidyConditions(
  policy: ProgrammePolicy,
  { form, findings, waiting }: Pick<SubsidyFacts, "form" | "findings" | "waiting">,
  { on, hasLease }: { readonly on: CivilDate; readonly hasLease: boolean },
): ConditionOutcome[] {
  const since = waiting[0]?.from;
  const facts = factsOf(form, {
    ...(since !== undefined && { waitingSince: since }),
    leaseOnRecord: hasLease,
  });
  return evaluate(facts, policy, { on, findings });
}

type Judged = { readonly pay: SubsidyMonth } | { readonly hold: SubsidyHold };

function judge(
  policy: ProgrammePolicy,
  facts: SubsidyFacts,
  { month, isLate }: { readonly month: Month; readonly isLate: boolean },
): Judged {
  if (facts.paid.has(month)) return { hold: "ALREADY_PAID" };
  const all: Span = { from: firstDay(month) };
  if (daysInBoth(month, facts.waiting, [all]) === 0) return { hold: "NOT_WAITING" };
  const { verifiedUntil } = facts;
  if (verifiedUntil === undefined || verifiedUntil < firstDay(month)) return { hold: "REVIEW_DUE" };
  const lease = leaseOfMonth(facts.filings, month, facts);
  if (!lease) return { hold: "NO_LEASE" };
  const conditions = subsidyConditions(policy, facts, { on: firstDay(month), hasLease: true });
  if (verdictOf(conditions).kind !== "qualified") return { hold: "CONDITIONS_NOT_MET" };
  return amountOf(policy, lease, { month, isLate });
}

function amountOf(
  policy: ProgrammePolicy,
  lease: Counted,
  { month, isLate }: { readonly month: Month; readonly isLate: boolean },
): Judged {
  const term = subsidyTerm(policy);
  if (!term) return { hold: "NOT_OPEN" };
  const fen = subsidyAmount(term, { ...lease, ofDays: ofDays(month) });
  if (fen === 0) return { hold: "NOTHING_DUE" };
  return {
    pay: {
      ...{ month, fen, days: lease.days, ofDays: ofDays(month), filingId: lease.filingId },
      ...{ monthlyRentFen: lease.monthlyRentFen, percent: term.percent, late: isLate },
      countedCentiM2: countedArea(term, lease.areaCentiM2),
      article: `${term.article}（${term.source}）`,
      policy: policy.version,
    },
  };
}

/**
 * What a household is due in the run of a month, months before it that were never paid included.
 *
 * @param policyOf - the subsidy's policy of a month; undefined: none was in force
 * @returns amounts in fen, and for the run's own month the reason when nothing is paid
 * @see Quanzhou 2021, 2023: waited two years (lowest incomes at once) and a filed lease
 */
export function decideSubsidy(
  facts: SubsidyFacts,
  month: Month,
  policyOf: (month: Month) => ProgrammePolicy | undefined,
): SubsidyDue {
  const months: SubsidyMonth[] = [];
  const held: HeldMonth[] = [];
  const begun = monthOf(facts.enrolledOn);
  for (const one of monthsUpTo(month, LATE_MONTHS).filter((at) => at >= begun)) {
    const policy = policyOf(one);
    const judged: Judged = policy
      ? judge(policy, facts, { month: one, isLate: one !== month })
      : { hold: "NOT_OPEN" };
    if ("pay" in judged) months.push(judged.pay);
    // An earlier month that was paid is no news.
    else if (judged.hold !== "ALREADY_PAID" || one === month)
      held.push({ month: one, because: judged.hold });
  }
  return { fen: months.reduce((sum, { fen }) => sum + fen, 0), months, held };
}

/** The last day a verification holds. */
export const verifiedUntil = (
  verifiedOn: CivilDate | undefined,
  months: number,
): CivilDate | undefined => (verifiedOn === undefined ? undefined : addMonths(verifiedOn, months));

/**
 * What is paid of what was listed, when it is released: never more than was public, and nothing that
 * is no longer due.
 */
export function stillDue(listed: readonly SubsidyMonth[], now: SubsidyDue): SubsidyDue {
  const months = listed.flatMap((one) => {
    const again = now.months.find(({ month }) => month === one.month);
    return again === undefined ? [] : again.fen < one.fen ? [again] : [one];
  });
  const kept = new Set(months.map(({ month }) => month));
  const held = listed
    .filter(({ month }) => !kept.has(month))
    .map(({ month }): HeldMonth => ({
      month,
      because: now.held.find((one) => one.month === month)?.because ?? "ALREADY_PAID",
    }));
  return { fen: months.reduce((sum, { fen }) => sum + fen, 0), months, held };
}
