/** A lease that ends before its time, by agreement or by what one side proves. */
import { OPEN_END, type Ended, type LeaseEnd } from "../../contract/filing-life.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import { addDays } from "../calendar/days.ts";
import { periodEnd } from "../calendar/working-days.ts";
import type { FilingFacts, FilingGround } from "./facts.ts";

export type EndRefusal = {
  readonly kind: "end-outside-term" | "end-not-by-notice" | "notice-too-short";
  readonly pointer: string;
};

/**
 * Whether a lease can end so. Notice alone ends only a lease without end, and in reasonable time; a
 * lease that has one needs agreement, breach or another lawful ground.
 *
 * @see CC 562, 563, 730; R812 12
 */
export function endRefusal(
  { draft: { lease }, holdingOver }: FilingFacts,
  end: LeaseEnd,
  { today, policy }: FilingGround,
): EndRefusal | undefined {
  const { on } = end;
  if (on < lease.signedOn || on > lease.until || on === OPEN_END)
    return { kind: "end-outside-term", pointer: "/on" };
  if (end.basis !== "PROOF" || end.reasonCode !== "NOTICE") return undefined;
  if (!holdingOver) return { kind: "end-not-by-notice", pointer: "/reasonCode" };
  return on < addDays(today, policy.indefiniteNoticeDays.value)
    ? { kind: "notice-too-short", pointer: "/on" }
    : undefined;
}

/** What goes on record of an end. `on` is the last day, so the 30 days of O6 19 run from it. */
export function endedBy(
  end: LeaseEnd,
  reportedAt: Instant,
  reportedOn: CivilDate,
  { calendar, policy }: FilingGround,
): Ended {
  const late = reportedOn > periodEnd(end.on, policy.reportWithinDays.value, calendar);
  const { basis, on } = end;
  if (end.basis === "AGREEMENT") {
    const { note } = end;
    const why = note === undefined ? {} : { reason: note };
    return { on, basis, reasonCode: "AGREED", ...why, reportedAt, late };
  }
  const { reasonCode, reason, proofDigest } = end;
  return { on, basis, reasonCode, reason, proofDigest, reportedAt, late };
}
