import type { Officer } from "../../shared/domain/filings/review-facts.ts";
import type { Claim } from "../../shared/contract/filing-review.ts";
import type { FilingRecord, NextFiling } from "../../shared/store/filings.ts";
import type { Answer } from "../../shared/store/requests.ts";
import { actorOf } from "../filings/acting.ts";
import type { Caller } from "../http/caller.ts";

/** The caller as the rules of review see them. */
export const officerOf = (
  caller: Pick<Caller, "identityHash" | "roles" | "sub" | "person">,
): Officer => ({
  ...actorOf(caller),
  sub: caller.sub,
});

/** A case that was decided is nobody's. */
export function withoutClaim<F extends NextFiling>(filing: F): Omit<F, "claimedBy" | "claimedAt"> {
  const { claimedBy: _, claimedAt: __, ...rest } = filing;
  return rest;
}

/** Who has the case after an act. */
export const claimAnswer = ({ filingId, version }: FilingRecord, claim?: Claim): Answer => ({
  status: 200,
  body: { id: filingId, version: version + 1, ...(claim && { claim }) },
});
