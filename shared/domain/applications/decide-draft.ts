/** Drafts: kept for 90 days, entered by oneself, an employer or a clerk at the counter. */
import type { DraftForm } from "../../contract/application.ts";
import type { DraftState } from "../../contract/application-process.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import { addDays } from "../calendar/days.ts";
import { processRules } from "../policy/process-policy.ts";

/** Last day a draft is kept without being saved again. */
export const keptUntil = (today: CivilDate): CivilDate =>
  addDays(today, processRules.draftDays.value);

export type DraftRefusal =
  | { readonly kind: "draft-over"; readonly state: DraftState }
  | { readonly kind: "draft-incomplete"; readonly pointer: string }
  | { readonly kind: "draft-changed" };

/** A draft past its last day is over, though the clock has not deleted it yet. */
export const draftRefusal = (
  { state, until }: { readonly state: DraftState; readonly until: CivilDate },
  today: CivilDate,
): DraftRefusal | undefined =>
  state === "OPEN" && today <= until
    ? undefined
    : { kind: "draft-over", state: state === "OPEN" ? "EXPIRED" : state };

export type EmployerRefusal =
  | { readonly kind: "not-an-employer" }
  | { readonly kind: "not-own-staff"; readonly pointer: string }
  | { readonly kind: "applicant-missing"; readonly pointer: string }
  | { readonly kind: "consent-is-personal"; readonly pointer: string };

/**
 * Whether a firm may enter this form: for staff of its own, and never with their consent in it, which
 * only they can give (O11 8: the employer may apply for its staff).
 *
 * @param firm - credit code of the firm the caller acts for
 */
export function decideEmployerEntry(
  { applicant, work, consent }: DraftForm,
  firm: string | undefined,
): EmployerRefusal | undefined {
  if (firm === undefined) return { kind: "not-an-employer" };
  if (!applicant) return { kind: "applicant-missing", pointer: "/form/applicant" };
  if (work?.employerUscc !== firm)
    return { kind: "not-own-staff", pointer: "/form/work/employerUscc" };
  return consent === undefined
    ? undefined
    : { kind: "consent-is-personal", pointer: "/form/consent" };
}

export type CounterEntryRefusal =
  | { readonly kind: "other-district" }
  | { readonly kind: "own-case" }
  | { readonly kind: "applicant-missing"; readonly pointer: string };

/** Whether a clerk may enter this form at the counter: of their own district, not of their own kin. */
export function decideCounterEntry(
  { applicant }: DraftForm,
  { inCharge, isMember }: { readonly inCharge: boolean; readonly isMember: boolean },
): CounterEntryRefusal | undefined {
  if (!inCharge) return { kind: "other-district" };
  if (!applicant) return { kind: "applicant-missing", pointer: "/form/applicant" };
  return isMember ? { kind: "own-case" } : undefined;
}

/** A code is good for ten minutes and five tries. */
export const DRAFT_CODE_MINUTES = 10;
const CODE_TRIES = 5;

export type DraftCode = {
  readonly codeHash: string;
  readonly until: Instant;
  readonly tries: number;
};

export type CounterWordRefusal =
  | DraftRefusal
  | { readonly kind: "no-code-sent" }
  | { readonly kind: "wrong-code"; readonly pointer: string };

/**
 * The word of the person at the counter: the code they were sent, or their signature under the
 * printed sheet; either over exactly this text.
 */
export function decideCounterWord(
  draft: {
    readonly state: DraftState;
    readonly until: CivilDate;
    readonly formDigest: string;
    readonly code?: DraftCode | undefined;
  },
  said: { readonly formDigest: string; readonly codeHash?: string | undefined },
  { now, today }: { readonly now: Instant; readonly today: CivilDate },
): { readonly kind: "confirm"; readonly how: "SMS_CODE" | "PAPER" } | CounterWordRefusal {
  const over = draftRefusal(draft, today);
  if (over) return over;
  if (said.formDigest !== draft.formDigest) return { kind: "draft-changed" };
  if (said.codeHash === undefined) return { kind: "confirm", how: "PAPER" };
  const { code } = draft;
  if (!code || code.until < now || code.tries >= CODE_TRIES) return { kind: "no-code-sent" };
  return code.codeHash === said.codeHash
    ? { kind: "confirm", how: "SMS_CODE" }
    : { kind: "wrong-code", pointer: "/code" };
}
