import { applicationWrites, findApplication } from "../../shared/store/applications.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import type { StoredIntent } from "../../shared/store/intents.ts";
import type { Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";

/** The writes that take a household out of the roster, back onto the waiting list with its number. */
export async function returnToWaitlist(
  services: Services,
  { applicationId }: StoredIntent,
  act: Act,
): Promise<Record<string, Write>> {
  const seen = await findApplication(services.table, applicationId);
  if (seen?.state !== "IN_ROSTER") return {};
  const { schemeId: _schemeId, drawId: _drawId, receipt: _receipt, ...kept } = withoutChain(seen);
  const next = { ...kept, state: "WAITLISTED" } as const;
  const { head, audit } = applicationWrites(next, seen, { act });
  return { application: head, applicationAudit: audit };
}
