import type { StoredAmend } from "../../shared/store/amends.ts";
import {
  applicationWrites,
  findApplication,
  messageToApplicant,
  withDecision,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import { applicationOfReceipt } from "../../shared/store/intents.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findSchemeOfDraw, type StoredScheme } from "../../shared/store/schemes.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/draws.ts";
import { amendDraw } from "../steps/amend.ts";
import { bringUpDrawAfterAct, changeScheme } from "../steps/scheme.ts";
import { seatsOf } from "../steps/seats.ts";
import { returnToWaitlist } from "./return-to-waitlist.ts";

type Removing = Input<typeof routes.removeReceipt>;

/** From the result until choosing begins; after that a home given up is the selection's affair. */
const AMENDABLE: readonly string[] = ["RESULT_PUBLICITY", "FINAL"];

/**
 * The notary puts on record that a receipt leaves the draw, by a signed withdrawal or a final
 * decision; who moves up follows from the ranking. One log entry each, never a new draw.
 */
export const removeReceipt = (services: Services) =>
  endpoint(routes.removeReceipt, services, async (input) => {
    const { params, body, caller, act, at, now, refuse } = input;
    const outcome = await decideAgain(async () => {
      const scheme = await findSchemeOfDraw(services.table, params.drawId);
      if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
      if (!AMENDABLE.includes(scheme.state)) return refuse("out-of-step");
      const seats = await seatsOf(services, scheme);
      const facts = { seats, receipt: body.receipt, reason: body.reason, at };
      const amended = await amendDraw(services, scheme, facts);
      if (amended === "unknown-receipt") return refuse("unknown-receipt");

      const { seq, pool, fill, fillPool } = amended.amend;
      const answer = {
        status: 201,
        body: { drawId: scheme.drawId, seq, pool, fill, fillPool },
      };
      const failed = await transact(services.table, {
        request: requestRecord(input.request, answer, now),
        ...(await changeScheme(services, scheme, amended.change, act(`amend ${String(seq)}`))),
        ...amended.writes,
        ...(await leaves(services, input, scheme)),
        ...(await movesUp(services, input, { scheme, amend: amended.amend })),
      });
      return standing(failed) ?? answer;
    });
    await bringUpDrawAfterAct(services, params.drawId, now);
    return outcome;
  });

async function householdOf(
  { table }: Services,
  { schemeId }: StoredScheme,
  receipt: string,
): Promise<StoredApplication | undefined> {
  const applicationId = await applicationOfReceipt(table, schemeId, receipt);
  return applicationId === undefined ? undefined : findApplication(table, applicationId);
}

async function leaves(
  services: Services,
  { body, act, at }: Removing,
  scheme: StoredScheme,
): Promise<Record<string, Write>> {
  const household = await householdOf(services, scheme, body.receipt);
  if (household?.drawId !== scheme.drawId) return {};
  return returnToWaitlist(await services.vault(), household, {
    act: act("removed from the draw", "O11-14"),
    reason: body.ground,
    at,
  });
}

/**
 * Once the roster is settled, who moves up is allocated by this act; before, by the end of the
 * result's publicity, as everyone.
 */
async function movesUp(
  services: Services,
  { act, at }: Removing,
  { scheme, amend }: { readonly scheme: StoredScheme; readonly amend: StoredAmend },
): Promise<Record<string, Write>> {
  const { drawId } = scheme;
  if (amend.fill === null || scheme.state !== "FINAL") return {};
  const seen = await householdOf(services, scheme, amend.fill);
  if (seen?.state !== "WAITLISTED" || seen.drawId !== drawId) return {};
  const vault = await services.vault();
  const entry = { event: "move-up", outcome: "ALLOCATED", by: "notary", at };
  const decisions = withDecision(vault, seen, entry);
  const next = { ...withoutChain(seen), state: "ALLOCATED", decisions } as const;
  const { head, audit } = applicationWrites(next, seen, { act: act("moved up", "O11-14") });
  const message = messageToApplicant(vault, seen, {
    kind: "draw-selected",
    cause: `${drawId} amend ${String(amend.seq)}`,
    facts: { drawId, place: String(amend.seq) },
    at,
  });
  return { fill: head, fillAudit: audit, fillMessage: message };
}
