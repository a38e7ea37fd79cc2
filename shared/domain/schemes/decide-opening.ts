/** Two persons open a draw's commitments: one asks, another agrees; for two days, to these two. */
import type { SchemeState } from "../../contract/scheme.ts";

/** How long a request waits for the second person, and how long what is open stays open. */
export const OPENING_HOURS = { request: 72, open: 48 } as const;

export type OpeningRefusal =
  | { readonly kind: "no-roster-yet" }
  | { readonly kind: "same-person" }
  | { readonly kind: "out-of-step" }
  | { readonly kind: "opening-lapsed" }
  | { readonly kind: "opening-not-approved" };

export type Opening = {
  readonly state: "REQUESTED" | "APPROVED";
  readonly requestedBy: string;
  readonly approvedBy?: string | undefined;
  /** Instants, ms since 1970. */
  readonly approveBy: number;
  readonly openUntil?: number | undefined;
};

/** Commitments exist once a roster is public. */
export const decideRequest = (scheme: {
  readonly state: SchemeState;
  readonly freezes: readonly unknown[];
}): { readonly kind: "request" } | OpeningRefusal =>
  scheme.freezes.length === 0 ? { kind: "no-roster-yet" } : { kind: "request" };

export function decideApproval(
  opening: Opening,
  { approver, now }: { readonly approver: string; readonly now: number },
): { readonly kind: "approve" } | OpeningRefusal {
  if (opening.state !== "REQUESTED") return { kind: "out-of-step" };
  if (now > opening.approveBy) return { kind: "opening-lapsed" };
  return opening.requestedBy === approver ? { kind: "same-person" } : { kind: "approve" };
}

/** Whether this person may look now. To anyone else the opening is not there. */
export function decideLook(
  opening: Opening,
  { reader, now }: { readonly reader: string; readonly now: number },
): { readonly kind: "look" } | { readonly kind: "not-found" } | OpeningRefusal {
  if (opening.requestedBy !== reader && opening.approvedBy !== reader) return { kind: "not-found" };
  if (opening.state !== "APPROVED" || opening.openUntil === undefined)
    return { kind: "opening-not-approved" };
  return now > opening.openUntil ? { kind: "opening-lapsed" } : { kind: "look" };
}
