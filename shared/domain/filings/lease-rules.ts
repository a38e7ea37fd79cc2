/** Rules a lease must meet whoever files it and when. */
import type { FilingDraft } from "../../contract/filing.ts";
import { jurisdictions } from "../../contract/ids.ts";
import type { Kinship, Party } from "../../contract/identity.ts";
import { plainBrackets, type Lease } from "../../contract/lease.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addYears } from "../calendar/days.ts";
import { periodEnd } from "../calendar/working-days.ts";
import { bornOn, idFault, isMinor, type Identified } from "../identity/id-facts.ts";
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
    | "guardian-not-entitled"
    | "broker-takes-money"
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
  if (!mayBeLivedIn(draft, policy))
    return { kind: "space-not-lettable", pointer: "/lease/unit/spaceKind" };
  const person = personRefusal(draft, ground);
  if (person) return person;
  if (exceedsOccupancy(draft, policy))
    return { kind: "occupancy-exceeded", pointer: "/lease/occupants" };
  const wrongTerm = termRefusal(draft, policy, term);
  if (wrongTerm) return wrongTerm;
  if (lease.signedOn > today) return { kind: "signed-in-future", pointer: "/lease/signedOn" };
  if (brokerIsPaid(draft))
    return { kind: "broker-takes-money", pointer: "/lease/terms/payee/name" };
  const { deposit } = lease;
  if (deposit && (deposit.returnWithinDays === undefined || deposit.deductions === undefined))
    return { kind: "deposit-terms-incomplete", pointer: "/lease/deposit" };
  return undefined;
}

/** Whether the space may be let alone as a dwelling, when that is what it is let for. @see R812 7 */
export const mayBeLivedIn = ({ lease }: FilingDraft, policy: FilingPolicy): boolean =>
  lease.use !== "RESIDENTIAL" || !policy.notToBeLivedIn.value.includes(lease.unit.spaceKind);

/** Whether the term ends before it begins, or lasts too long. @see CC 705 (20 years) */
export function termRefusal(
  { lease }: FilingDraft,
  policy: FilingPolicy,
  term: LimitedTerm = lease,
): LeaseRefusal | undefined {
  if (lease.until <= lease.from) return { kind: "end-before-start", pointer: "/lease/until" };
  if (term !== "indefinite" && term.until >= addYears(term.from, policy.longestTermYears.value))
    return { kind: "term-too-long", pointer: "/lease/until" };
  return undefined;
}

function personRefusal(
  draft: FilingDraft,
  { today, policy }: FilingGround,
): LeaseRefusal | undefined {
  for (const side of ["landlords", "tenants", "coOwners"] as const)
    for (const [index, party] of (draft[side] ?? []).entries()) {
      const pointer = `/${side}/${index}/idNumber`;
      if (idFault(party, today) === "V02") return { kind: "birth-date-not-past", pointer };
      const refused = guardianRefusal(draft, side, party, {
        today,
        adultAge: policy.adultAge.value,
      });
      if (refused === "minor-needs-guardian") return { kind: refused, pointer };
      if (refused) return { kind: refused, pointer: `/${side}/${index}/guardian` };
    }
  const unborn = draft.lease.occupants.findIndex((one) => idFault(one, today) === "V02");
  return unborn < 0
    ? undefined
    : { kind: "birth-date-not-past", pointer: `/lease/occupants/${unborn}/idNumber` };
}

/**
 * A minor acts through a guardian: an adult who does not stand on the other side. Nobody else has one
 * here; of a document without birth date the guardian's word is taken, and checked.
 *
 * @see CC 17–20, 23, 27, 35; V06
 */
function guardianRefusal(
  draft: FilingDraft,
  side: "landlords" | "tenants" | "coOwners",
  party: Party,
  { today, adultAge }: { readonly today: CivilDate; readonly adultAge: number },
): "minor-needs-guardian" | "guardian-not-entitled" | undefined {
  if (party.kind === "firm") return undefined;
  const { guardian } = party;
  const minor = isMinor(party, today, adultAge);
  if (!guardian) return minor ? "minor-needs-guardian" : undefined;
  if (!minor && bornOn(party) !== undefined) return "guardian-not-entitled";
  const isWrong = idFault(guardian, today) !== undefined || isMinor(guardian, today, adultAge);
  const others = draft[side === "tenants" ? "landlords" : "tenants"];
  return isWrong || others.some((other) => isSameIdentity(other, guardian))
    ? "guardian-not-entitled"
    : undefined;
}

const isSameIdentity = (one: Identified, other: Identified): boolean =>
  one.idType === other.idType && one.idNumber === other.idNumber;

const bare = (name: string): string => plainBrackets(name).replaceAll(/\s/gu, "");

/**
 * Whether the rent goes to the broker who made the deal, or to its agent: neither takes rent or
 * deposit.
 *
 * @see R812 22–25; V28
 */
function brokerIsPaid({ lease: { broker, terms }, landlords }: FilingDraft): boolean {
  const payee = terms?.payee && bare(terms.payee.name);
  if (!broker || payee === undefined) return false;
  const isLandlord = landlords.some(({ name }) => bare(name) === payee);
  return !isLandlord && [broker.name, broker.agent].some((name) => bare(name) === payee);
}

/** Those the tenant must by law support, who do not count against the number per room. */
const DEPENDANTS: readonly Kinship[] = ["SPOUSE", "CHILD", "PARENT", "GRANDPARENT", "GRANDCHILD"];

/** Whether more people would live there than the rooms or the area allow. @see R812 7; O6 8 */
export function exceedsOccupancy({ tenants, lease }: FilingDraft, policy: FilingPolicy): boolean {
  if (lease.use !== "RESIDENTIAL") return false;
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
  if (isRentUnusual(draft, policy)) notices.push({ kind: "rent-unusual", code: "V22" });
  const kind = landlords.some((one) => one.kind === "firm") ? "firm" : "person";
  const months = policy.depositWarnsAboveMonths.value[kind];
  if (lease.deposit && lease.deposit.fen > months * lease.monthlyRentFen)
    notices.push({ kind: "deposit-high" });
  return notices;
}

/** Whether the rent is far from what is paid per square metre; told, never refused (V22). @see R812 29 */
export function isRentUnusual({ lease }: FilingDraft, policy: FilingPolicy): boolean {
  const { least, most } = policy.usualRentFenPerM2.value;
  const { areaM2 } = lease.unit;
  return lease.monthlyRentFen < least * areaM2 || lease.monthlyRentFen > most * areaM2;
}

/** Whether the 30 days are over, the 30th moved on when it rests. @see O6 14; CC 201, 203 */
export const isLate = (
  { lease }: FilingDraft,
  { today, calendar, policy }: FilingGround,
): boolean => today > periodEnd(lease.signedOn, policy.fileWithinDays.value, calendar);
