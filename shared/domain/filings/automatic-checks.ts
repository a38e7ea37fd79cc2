/** The automatic checks of a lease taken in: what each found, and who said so. */
import type { FilingCheck, FilingCheckName, FilingDraft } from "../../contract/filing.ts";
import type { FilingId } from "../../contract/ids.ts";
import type { TitleAnswer } from "../../contract/registers.ts";
import type { Instant } from "../../contract/values.ts";
import { withMessage } from "./check-texts.ts";
import type { FilingGround, PartyHashes } from "./facts.ts";
import {
  exceedsOccupancy,
  isLate,
  isRentUnusual,
  mayBeLivedIn,
  termRefusal,
  type LimitedTerm,
} from "./lease-rules.ts";
import { overlapOf, termOf, type Term } from "./overlap.ts";
import { consentWord, subleaseRefusal, type HeadLease } from "./subleases.ts";
import { holdersOf, isVerifiedFor, type KnownUnit } from "./units.ts";

/** Every filing needs all of these, and none of them in the way; a sublease `headLease` too. */
export const NEEDED_CHECKS = [
  "title",
  "coOwners",
  "landNature",
  "space",
  "occupancy",
  "overlap",
  "term",
] as const satisfies readonly FilingCheckName[];

/**
 * What is known of the title: the register's answer; `silent`: asked and not answered;
 * `not-asked`: the proof offered is none the register knows; the public scheme whose home it is; or
 * the head lease, whose own title was checked when it was put on record.
 */
export type TitleWord =
  | TitleAnswer
  | "silent"
  | "not-asked"
  | { readonly schemeId: string }
  | { readonly headFilingId: FilingId };

export type CheckFacts = FilingGround & {
  readonly title: TitleWord;
  /** Terms on record of that flat. */
  readonly inForce: readonly Term[];
  readonly at: Instant;
  readonly parties: Pick<PartyHashes, "landlords" | "coOwners">;
  /** Whether every other owner that the lease names has consented here. */
  readonly agreed?: boolean | undefined;
  /** What is on record of the home. */
  readonly unit?: KnownUnit | undefined;
  /** Of a sublease; absent: there is none of that number. */
  readonly head?: HeadLease | undefined;
  /** The days that twenty years limit; the lease's own when absent. */
  readonly term?: LimitedTerm | undefined;
  /** Whether it came after the 30 days, as it was found when it was taken in. */
  readonly late?: boolean | undefined;
};

type Found = Omit<FilingCheck, "message">;

/** All checks of a filing; never throws. @see O6 16; R812 7; CC 705, 717 */
export function automaticChecks(
  filingId: FilingId,
  draft: FilingDraft,
  facts: CheckFacts,
): readonly FilingCheck[] {
  const { inForce } = facts;
  const overlap = overlapOf(termOf(filingId, draft.lease), inForce);
  return [
    titleCheck(draft, facts),
    coOwnersCheck(draft, facts),
    landNatureCheck(draft, facts),
    spaceCheck(draft, facts),
    own("occupancy", facts, exceedsOccupancy(draft, facts.policy) ? "V14" : undefined),
    own("overlap", facts, overlap && "V16"),
    termCheck(draft, facts),
    ...headLeaseCheck(draft, facts),
    ...noticesOf(draft, facts),
  ].map(withMessage);
}

/** Whether the register, or the record, says that this home may not be let at all. */
export const isBlocked = (title: TitleWord, unit?: KnownUnit): boolean =>
  unit?.state === "BLOCKED" ||
  (typeof title === "object" && "facts" in title && title.facts?.blocked === true);

const REGISTER = "title-register";
const PLATFORM = "platform";

/** What the platform itself finds: `code` names what is wrong. */
const own = (
  name: FilingCheckName,
  { at }: Pick<CheckFacts, "at">,
  code: string | undefined,
): Found => ({
  name,
  ...(code === undefined ? { verdict: "agree" } : { verdict: "disagree", code }),
  source: PLATFORM,
  at,
});

/**
 * What stands for the title when the register was not asked: the scheme, the head lease, or what is on
 * record of the home. Undefined: nothing does.
 */
function standingTitle({ title, unit, parties, ...ground }: CheckFacts): string | undefined {
  if (title === "not-asked")
    return isVerifiedFor(unit, holdersOf(parties), ground) ? unit.source : undefined;
  if (typeof title === "string") return undefined;
  if ("schemeId" in title) return `scheme ${title.schemeId}`;
  return "headFilingId" in title ? `filing ${title.headFilingId}` : undefined;
}

/** What three checks say alike when the register says nothing of the home. */
function unanswered(name: FilingCheckName, { title, at }: CheckFacts): Found | undefined {
  if (title === "silent") return { name, verdict: "silent", code: "V51", source: REGISTER, at };
  if (title === "not-asked")
    return { name, verdict: "unknown", code: "V12", source: "declaration", at };
  const says = typeof title === "object" && "verdict" in title ? title : undefined;
  return says && (says.verdict === "unknown" || !says.facts)
    ? { name, verdict: "unknown", code: "V12", source: REGISTER, at }
    : undefined;
}

const answerOf = ({ title }: CheckFacts): TitleAnswer | undefined =>
  typeof title === "object" && "verdict" in title ? title : undefined;

function titleCheck(_: FilingDraft, facts: CheckFacts): Found {
  const name = "title";
  const { at } = facts;
  const source = standingTitle(facts);
  if (source !== undefined) return { name, verdict: "agree", source, at };
  const silent = unanswered(name, facts);
  if (silent) return silent;
  const said = { name, source: REGISTER, at } as const;
  return answerOf(facts)?.verdict === "agree"
    ? { ...said, verdict: "agree" }
    : { ...said, verdict: "disagree", code: "V10" };
}

/** Whether holders who do not let the home have agreed. */
function coOwnersCheck(
  { landlords, coOwners = [], coOwnersConsent }: FilingDraft,
  facts: CheckFacts,
): Found {
  const name = "coOwners";
  const { at } = facts;
  if (coOwners.length > 0 && facts.agreed !== true)
    // Consent on paper an officer reads: that there is some, nobody's tick proves.
    return coOwnersConsent === true
      ? { name, verdict: "unknown", source: "declaration", at }
      : { name, verdict: "disagree", code: "V11", source: PLATFORM, at };
  const source = standingTitle(facts);
  if (source !== undefined) return { name, verdict: "agree", source, at };
  const silent = unanswered(name, facts);
  if (silent) return silent;
  const holders = answerOf(facts)?.facts?.holderCount ?? 0;
  return holders > landlords.length + coOwners.length && coOwnersConsent !== true
    ? { name, verdict: "disagree", code: "V11", source: REGISTER, at }
    : { name, verdict: "agree", source: REGISTER, at };
}

const NATURE_OF_CODE = { G: "STATE", J: "COLLECTIVE", Z: "UNDETERMINED" } as const;

/** Char 13 of the real-estate unit number says what land the home stands on. */
function natureInNumber(unitNo: string | undefined): string | undefined {
  const code = unitNo?.[12];
  return code === "G" || code === "J" || code === "Z" ? NATURE_OF_CODE[code] : undefined;
}

function landNatureCheck({ lease: { unit } }: FilingDraft, facts: CheckFacts): Found {
  const name = "landNature";
  const { at } = facts;
  const declared = unit.landNature;
  const numbered = natureInNumber(unit.realEstateUnitNo);
  const contradicts = (said: string | undefined) =>
    said !== undefined && said !== "UNDETERMINED" && said !== declared;
  // A village vouches for its own land only.
  const proof = unit.titleType === "VILLAGE_PROOF" ? "COLLECTIVE" : undefined;
  if (contradicts(numbered) || contradicts(proof))
    return { name, verdict: "disagree", code: "V10", source: PLATFORM, at };
  const source = standingTitle(facts);
  if (source !== undefined) return { name, verdict: "agree", source, at };
  const silent = unanswered(name, facts);
  if (silent) return silent;
  return contradicts(answerOf(facts)?.facts?.landNature)
    ? { name, verdict: "disagree", code: "V10", source: REGISTER, at }
    : { name, verdict: "agree", source: REGISTER, at };
}

/** Blocked, not built to be lived in, or a space that may not be let as dwelling alone. */
function spaceCheck(draft: FilingDraft, facts: CheckFacts): Found {
  const name = "space";
  const { at, unit, policy } = facts;
  if (unit?.state === "BLOCKED")
    return { name, verdict: "disagree", code: "V15", source: unit.source, at };
  const register = answerOf(facts)?.facts;
  const changedUse = draft.lease.use === "RESIDENTIAL" && register?.use === "NON_RESIDENTIAL";
  if (register?.blocked === true || changedUse)
    return { name, verdict: "disagree", code: "V15", source: REGISTER, at };
  return own(name, facts, mayBeLivedIn(draft, policy) ? undefined : "V13");
}

function termCheck(draft: FilingDraft, facts: CheckFacts): Found {
  const wrong = termRefusal(draft, facts.policy, facts.term);
  const code = wrong && (wrong.kind === "term-too-long" ? "V21" : "V20");
  return own("term", facts, code);
}

const CODE_OF_SUBLEASE = {
  "head-lease-not-found": "V24",
  "sublease-outside-head": "V24",
  "sublease-outlasts-head": "V24",
  "sublet-consent-needed": "V25",
} as const;

/** Of a sublease: that it stands under its head lease, and that the owner has agreed. */
function headLeaseCheck(draft: FilingDraft, facts: CheckFacts): readonly Found[] {
  const { sublease } = draft.lease;
  if (!sublease) return [];
  const { at, parties, head, today } = facts;
  const said = { name: "headLease", source: `filing ${sublease.headFilingId}`, at } as const;
  const wrong = subleaseRefusal(draft, parties, head, today);
  if (wrong || !head)
    return [{ ...said, verdict: "disagree", code: wrong ? CODE_OF_SUBLEASE[wrong.kind] : "V24" }];
  const { verdict } = consentWord(head, sublease.consent, facts);
  return [{ ...said, verdict, ...(verdict !== "agree" && { code: "V25" }) }];
}

/** What is told and stops nothing. @see R812 29 (rent levels); O6 14 (30 days) */
function noticesOf(draft: FilingDraft, facts: CheckFacts): readonly Found[] {
  const { at } = facts;
  const told = (name: FilingCheckName, code: string, isSo: boolean): Found => ({
    name,
    ...(isSo ? { verdict: "notice", code } : { verdict: "agree" }),
    source: PLATFORM,
    at,
  });
  return [
    told("rent", "V22", isRentUnusual(draft, facts.policy)),
    told("late", "V26", facts.late ?? isLate(draft, facts)),
  ];
}
