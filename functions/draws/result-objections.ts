import { findApplication } from "../../shared/store/applications.ts";
import type { StoredObjection } from "../../shared/store/draws.ts";
import { isInRoster, listIntents, moveIntent } from "../../shared/store/intents.ts";
import type { Answer } from "../../shared/store/requests.ts";
import type { SchemeRecord, StoredScheme } from "../../shared/store/schemes.ts";
import type { Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import type { Input } from "../http/endpoint.ts";
import type * as routes from "../routes/draws.ts";
import { amendment } from "../steps/after-draw.ts";
import { changeScheme } from "../steps/scheme.ts";
import { seatsOf } from "../steps/seats.ts";
import { returnToWaitlist } from "./return-to-waitlist.ts";

type Settled = { readonly answer: Answer; readonly writes: Record<string, Write> };

/** What the log says of a removal, by the ground of the objection. */
const REASONS: Readonly<Record<StoredObjection["ground"], "ineligible" | "duplicate" | "other">> = {
  NOT_QUALIFIED: "ineligible",
  DUPLICATE: "duplicate",
  WRONG_POOL: "other",
  MISSING: "other",
  PROCESS: "other",
  OTHER: "other",
};

/**
 * Decides an objection to the result. Upheld, the entry gives way to the next in the ranking by an
 * amendment, and nothing is drawn again; only a flawed process voids a draw, which is not decided
 * here (domain rulebook 11). With the last open one the result is on display again.
 */
export async function settleResultObjection(
  services: Services,
  { params, body, act, at }: Input<typeof routes.decideObjection>,
  { scheme, seen }: { readonly scheme: StoredScheme; readonly seen: StoredObjection },
): Promise<Settled | "unknown-receipt" | "pool-not-open"> {
  const openObjections = scheme.openObjections - 1;
  const state = openObjections === 0 ? "RESULT_PUBLICITY" : "INVESTIGATING";
  const cleared: Partial<SchemeRecord> = { openObjections, state };
  const answer = { status: 200, body: { drawId: params.drawId, state } };
  if (body.outcome === "DISMISSED")
    return { answer, writes: await changeScheme(services, scheme, cleared, act("dismissed")) };

  const { correction } = body;
  if (correction.kind !== "remove") return "pool-not-open";
  const intents = await listIntents(services.table, scheme.schemeId);
  const entry = intents.find((one) => one.receipt === correction.receipt && isInRoster(one));
  if (!entry) return "unknown-receipt";
  const household = await findApplication(services.table, entry.applicationId);
  const seats = await seatsOf(services, scheme);
  const reason = REASONS[seen.ground];
  const amend = await amendment(services, scheme, { ...{ seats, reason, at }, ...correction });
  const removed = act("removed by objection", "O11-14");
  return {
    answer,
    writes: {
      ...(await changeScheme(services, scheme, { ...cleared, ...amend.change }, removed)),
      ...amend.writes,
      intent: moveIntent(entry, { state: "REMOVED" }),
      ...(household &&
        returnToWaitlist(await services.vault(), household, {
          ...{ act: removed, reason: body.reason, at },
        })),
    },
  };
}
