/** Steps 3 to 6 of verification: all that must stand before the outcome is fixed (section 6). */
import type { DrandChain } from "../../contract/draw.ts";
import { checkNotice } from "./notice-rules.ts";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";
import type { Roster } from "./roster.ts";
import type { CoreDocuments } from "./verify-documents.ts";
import { checkFreeze, checkRoster } from "./verify-freeze.ts";
import type { CoreTimes } from "./verify-log.ts";
import { checkNonces, type Nonces } from "./verify-reveals.ts";

/** The steps of section 6, in order. */
export const steps = [
  "documents",
  "log",
  "notice",
  "freeze",
  "roster",
  "reveals",
  "values",
  "outcome",
] as const;
export type StepName = (typeof steps)[number];

/** Told when a step begins and when it has passed. */
export type OnStep = (step: StepName, state: "begins" | "passed") => void;

export type Core = { roster: Roster; nonces: Nonces };

/** Notice rules, freeze, roster, reveals. */
export function checkCore(
  documents: CoreDocuments,
  given: { times: CoreTimes; chain: DrandChain | undefined; roster: string | Uint8Array },
  onStep: OnStep,
): Core | Refusal {
  const { suite, notice, freeze, reveals } = documents;
  const { times } = given;
  onStep("notice", "begins");
  const broken = checkNotice(notice.document, given.chain);
  if (broken) return broken;
  onStep("notice", "passed");

  onStep("freeze", "begins");
  const commitments = checkFreeze(notice, freeze, times.freeze);
  if (isRefusal(commitments)) return commitments;
  onStep("freeze", "passed");

  onStep("roster", "begins");
  const frozen = { notice: notice.document, freeze: freeze.document };
  const roster = checkRoster(suite, given.roster, frozen);
  if (isRefusal(roster)) return roster;
  onStep("roster", "passed");

  onStep("reveals", "begins");
  const late = times.reveals !== undefined && times.reveals > notice.document.revealBy;
  if (reveals.document.freeze !== freeze.digest) return refuse("E_LINK");
  if (late) return refuse("E_REVEAL_LATE");
  const revealed = { commitments, nonces: reveals.document.nonces };
  const nonces = checkNonces(suite, notice.document, revealed);
  if (isRefusal(nonces)) return nonces;
  onStep("reveals", "passed");
  return { roster, nonces };
}
