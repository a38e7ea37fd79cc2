/** Rules a lease must meet whoever files it and when. */
import type { FilingDraft } from "../../contract/filing.ts";
import { jurisdictions } from "../../contract/ids.ts";
import type { Kinship } from "../../contract/identity.ts";
import type { Lease } from "../../contract/lease.ts";
import { addYears } from "../calendar/days.ts";
import { periodEnd } from "../calendar/working-days.ts";
import { idFault, isMinor } from "../identity/id-facts.ts";
import type { FilingPolicy } from "../policy/filing-policy.ts";
import type { FilingGround } from "./facts.ts";

/** Why a lease cannot be filed as it stands; `pointer` says where in the draft. */
export type LeaseRefusal = {
  readonly kind:
    | "term-too-long"
    | "end-before-start"
    | "space-not-lettable"
    | "occupancy-exceeded"
    | "deposit-terms-incomplete"
    | "minor-needs-guardian"
    | "birth-date-not-past"
    | "signed-in-future"
    | "region-mismatch";
  readonly pointer: string;
};

/** What is said but stops nothing: V26 late, V22 rent, and a deposit above the usual. */
export type LeaseNotice = {
  readonly kind: "late" | "rent-unusual" | "deposit-high";
  readonly code?: "V26" | "V22";
};

/** The days whose length the law limits: of a renewed lease the new term only; CC 734 sets none. */
export type LimitedTerm = Pick<Lease, "from" | "until"> | "indefinite";

/**
 * Checks a parsed draft against the rules that need no outside fact.
 *
 * @param term - held to twenty years; the lease's own when absent
 * @returns the first rule that refuses it, in the order of the form; undefined when all agree
 * @see CC 705 (20 years); R812 7 and O6 8 (spaces, occupancy), 10 (deposit); CC 17–20 (minors)
 */
export function leaseRefusal(
  draft: FilingDraft,
  ground: FilingGround,
  term: LimitedTerm = draft.lease,
): LeaseRefusal | undefined {
  const { lease, jurisdiction } = draft;
  const { today, policy } = ground;
  if (jurisdictions[jurisdiction].regionCode !== lease.unit.regionCode)
    return { kind: "region-mismatch", pointer: "/lease/unit/regionCode" };
  const living = lease.use === "RESIDENTIAL";
  if (living && policy.notToBeLivedIn.value.includes(lease.unit.spaceKind))
    return { kind: "space-not-lettable", pointer: "/lease/unit/spaceKind" };
  const person = personRefusal(draft, ground);
  if (person) return person;
  if (living && exceedsOccupancy(draft, policy))
    return { kind: "occupancy-exceeded", pointer: "/lease/occupants" };
  if (lease.until <= lease.from) return { kind: "end-before-start", pointer: "/lease/until" };
  if (term !== "indefinite" && term.until >= addYears(term.from, policy.longestTermYears.value))
    return { kind: "term-too-long", pointer: "/lease/until" };
  if (lease.signedOn > today) return { kind: "signed-in-future", pointer: "/lease/signedOn" };
  const { deposit } = lease;
  if (deposit && (deposit.returnWithinDays === undefined || deposit.deductions === undefined))
    return { kind: "deposit-terms-incomplete", pointer: "/lease/deposit" };
  return undefined;
}

function personRefusal(
  draft: FilingDraft,
  { today, policy }: FilingGround,
): LeaseRefusal | undefined {
  for (const side of ["landlords", "tenants"] as const)
    for (const [index, party] of draft[side].entries()) {
      const pointer = `/${side}/${index}/idNumber`;
      if (idFault(party, today) === "V02") return { kind: "birth-date-not-past", pointer };
      if (isMinor(party, today, policy.adultAge.value))
        return { kind: "minor-needs-guardian", pointer };
    }
  const unborn = draft.lease.occupants.findIndex((one) => idFault(one, today) === "V02");
  return unborn < 0
    ? undefined
    : { kind: "birth-date-not-past", pointer: `/lease/occupants/${unborn}/idNumber` };
}

/** Those the tenant must by law support, who do not count against the number per room. */
const DEPENDANTS: readonly Kinship[] = ["SPOUSE", "CHILD", "PARENT", "GRANDPARENT", "GRANDCHILD"];

function exceedsOccupancy({ tenants, lease }: FilingDraft, policy: FilingPolicy): boolean {
  const tenantsLiving = tenants.filter(({ kind }) => kind === "person").length;
  const all = tenantsLiving + lease.occupants.length;
  const counted =
    tenantsLiving + lease.occupants.filter(({ kinship }) => !DEPENDANTS.includes(kinship)).length;
  return (
    counted > policy.personsPerRoom.value * lease.unit.rooms ||
    all * policy.leastAreaM2PerPerson.value > lease.unit.areaM2
  );
}

/**
 * What is accepted but told.
 *
 * @see O6 14: 30 days from conclusion, late filing accepted (V26); R812 10: deposits are not capped
 */
export function leaseNotices(draft: FilingDraft, ground: FilingGround): readonly LeaseNotice[] {
  const { lease, landlords } = draft;
  const { policy } = ground;
  const notices: LeaseNotice[] = [];
  if (isLate(draft, ground)) notices.push({ kind: "late", code: "V26" });
  const { least, most } = policy.usualRentFenPerM2.value;
  const { areaM2 } = lease.unit;
  if (lease.monthlyRentFen < least * areaM2 || lease.monthlyRentFen > most * areaM2)
    notices.push({ kind: "rent-unusual", code: "V22" });
  const kind = landlords.some((one) => one.kind === "firm") ? "firm" : "person";
  const months = policy.depositWarnsAboveMonths.value[kind];
  if (lease.deposit && lease.deposit.fen > months * lease.monthlyRentFen)
    notices.push({ kind: "deposit-high" });
  return notices;
}

/** Whether the 30 days are over, the 30th moved on when it rests. @see O6 14; CC 201, 203 */
export const isLate = (
  { lease }: FilingDraft,
  { today, calendar, policy }: FilingGround,
): boolean => today > periodEnd(lease.signedOn, policy.fileWithinDays.value, calendar);
