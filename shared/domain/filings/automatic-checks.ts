/** The automatic checks of a lease taken in: what each found, and who said so. */
import type { FilingCheck, FilingDraft } from "../../contract/filing.ts";
import type { FilingId } from "../../contract/ids.ts";
import type { TitleAnswer } from "../../contract/registers.ts";
import type { Instant } from "../../contract/values.ts";
import type { FilingGround } from "./facts.ts";
import { leaseRefusal } from "./lease-rules.ts";
import { overlapOf, termOf, type Term } from "./overlap.ts";

/** Every filing needs all of these to agree. */
export const NEEDED_CHECKS = ["title", "space", "occupancy", "overlap"] as const;

/**
 * What is known of the title: the register's answer; `silent`: asked and not answered;
 * `not-asked`: the proof offered is none the register knows; or the public scheme whose home it is.
 */
export type TitleWord = TitleAnswer | "silent" | "not-asked" | { readonly schemeId: string };

export type CheckFacts = FilingGround & {
  readonly title: TitleWord;
  /** Terms on record of that flat. */
  readonly inForce: readonly Term[];
  readonly at: Instant;
};

/** All checks of a filing; never throws. @see O6 16; R812 7 */
export function automaticChecks(
  filingId: FilingId,
  draft: FilingDraft,
  facts: CheckFacts,
): readonly FilingCheck[] {
  const { title, inForce, at } = facts;
  const platform = (
    name: FilingCheck["name"],
    code: "V13" | "V14" | "V16",
    wrong: boolean,
  ): FilingCheck => ({
    name,
    ...(wrong ? { verdict: "disagree", code } : { verdict: "agree" }),
    source: "platform",
    at,
  });
  const refusal = leaseRefusal(draft, facts)?.kind;
  const overlap = overlapOf(termOf(filingId, draft.lease), inForce);
  return [
    titleCheck(draft, title, at),
    spaceInTitle(draft, title, at) ?? platform("space", "V13", refusal === "space-not-lettable"),
    platform("occupancy", "V14", refusal === "occupancy-exceeded"),
    platform("overlap", "V16", overlap !== undefined),
  ];
}

/** Whether the register says that this home may not be let at all. */
export const isBlocked = (title: TitleWord): boolean =>
  typeof title === "object" && "facts" in title && title.facts?.blocked === true;

const REGISTER = "title-register";

function titleCheck(draft: FilingDraft, title: TitleWord, now: Instant): FilingCheck {
  const name = "title";
  if (title === "silent")
    return { name, verdict: "silent", code: "V51", source: REGISTER, at: now };
  if (title === "not-asked")
    return { name, verdict: "unknown", code: "V12", source: "declaration", at: now };
  if ("schemeId" in title)
    return { name, verdict: "agree", source: `scheme ${title.schemeId}`, at: now };
  const said = { name, source: REGISTER, at: now } as const;
  if (title.verdict === "unknown" || !title.facts)
    return { ...said, verdict: "unknown", code: "V12" };
  const { holderCount, landNature } = title.facts;
  const coOwners = holderCount > draft.landlords.length && draft.coOwnersConsent !== true;
  if (title.verdict === "disagree")
    return { ...said, verdict: "disagree", code: coOwners ? "V11" : "V10" };
  const declared = draft.lease.unit.landNature;
  return landNature !== "UNDETERMINED" && landNature !== declared
    ? { ...said, verdict: "disagree", code: "V10" }
    : { ...said, verdict: "agree" };
}

/** What the register says against letting this home so: blocked, or not built to be lived in. */
function spaceInTitle(
  { lease }: FilingDraft,
  title: TitleWord,
  at: Instant,
): FilingCheck | undefined {
  if (typeof title !== "object" || !("facts" in title) || !title.facts) return undefined;
  const { blocked, use } = title.facts;
  const changedUse = lease.use === "RESIDENTIAL" && use === "NON_RESIDENTIAL";
  return blocked || changedUse
    ? { name: "space", verdict: "disagree", code: "V15", source: REGISTER, at }
    : undefined;
}
