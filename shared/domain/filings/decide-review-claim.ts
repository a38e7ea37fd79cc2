/** Who has a case: taken, given back, given to another. */
import type { CivilDate } from "../../contract/values.ts";
import type { FilingGround } from "./facts.ts";
import {
  barOf,
  claimOn,
  isOwnCase,
  reviewWork,
  type BarRefusal,
  type Officer,
  type ReviewFacts,
} from "./review-facts.ts";

export type ClaimFilingRefusal =
  | BarRefusal
  | { readonly kind: "nothing-to-review" }
  | { readonly kind: "not-claimed" }
  | { readonly kind: "no-such-officer"; readonly pointer: string };

/**
 * Decides on taking a case, so that nobody else decides it. Taken again by who has it, it is theirs
 * no longer than before.
 */
export function decideClaim(
  filing: ReviewFacts,
  officer: Officer,
  ground: FilingGround,
): { readonly kind: "claim"; readonly renewed: boolean } | ClaimFilingRefusal {
  const bar = barOf(filing, officer, ground);
  if (bar) return bar;
  if (reviewWork(filing).length === 0) return { kind: "nothing-to-review" };
  return { kind: "claim", renewed: claimOn(filing, ground) === undefined };
}

/** Decides on giving a case back: only who has it can. */
export function decideRelease(
  filing: ReviewFacts,
  officer: Officer,
  ground: FilingGround,
): { readonly kind: "release" } | ClaimFilingRefusal {
  const claim: { officer: string; until: CivilDate } | undefined = claimOn(filing, ground);
  if (!claim) return { kind: "not-claimed" };
  return claim.officer === officer.sub
    ? { kind: "release" }
    : { kind: "claimed-by-other", until: claim.until };
}

/**
 * Decides on giving a case to a reviewer, whoever has it.
 *
 * @param to - the reviewer named, if there is one in charge of that district; never one with a stake
 */
export function decideAssign(
  filing: ReviewFacts,
  approver: Officer,
  to: Officer | undefined,
): { readonly kind: "assign"; readonly to: string } | ClaimFilingRefusal {
  if (isOwnCase(approver, filing)) return { kind: "own-case" };
  if (reviewWork(filing).length === 0) return { kind: "nothing-to-review" };
  if (!to || !to.roles.includes("reviewer") || isOwnCase(to, filing))
    return { kind: "no-such-officer", pointer: "/officer" };
  return { kind: "assign", to: to.sub };
}
