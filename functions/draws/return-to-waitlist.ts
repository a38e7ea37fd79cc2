import {
  applicationWrites,
  withDecision,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Write } from "../../shared/store/transact.ts";

/**
 * The writes that take a household out of the roster or its place, back onto the waiting list with its number.
 * It finds the reason in its file.
 */
export function returnToWaitlist(
  vault: Vault,
  seen: StoredApplication,
  { act, reason, at }: { readonly act: Act; readonly reason: string; readonly at: string },
): Record<string, Write> {
  const isHeld = seen.state === "IN_ROSTER" || seen.state === "ALLOCATED";
  if (!isHeld || seen.allocationId !== undefined) return {};
  const { schemeId: _schemeId, drawId: _drawId, receipt: _receipt, ...kept } = withoutChain(seen);
  const entry = { event: "remove-from-roster", outcome: "WAITLISTED", by: act.role, reason, at };
  const decisions = withDecision(vault, seen, entry);
  const next = { ...kept, state: "WAITLISTED", decisions } as const;
  const { head, audit } = applicationWrites(next, seen, { act });
  return { application: head, applicationAudit: audit };
}
