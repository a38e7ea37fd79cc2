import { listIntents, type StoredIntent } from "../../shared/store/intents.ts";
import type { SchemeRecord, StoredScheme } from "../../shared/store/schemes.ts";
import type { Services } from "../http/services.ts";
import { amendDraw, type Amending, type Amendment } from "./amend.ts";
import { seatsOf, type Seats } from "./seats.ts";
import { settleRoster } from "./selection.ts";

/** Where the rechecks after a draw stand: who must still be rechecked, who failed and holds a seat. */
export type Rechecks = { readonly open: number; readonly failed: readonly string[] };

const isAfterDraw = ({ state, terms }: Pick<StoredScheme, "state" | "terms">): boolean =>
  state === "FINAL" && terms.eligibility === "AFTER_DRAW";

/** Undefined unless this scheme looks at eligibility after the draw, and its result is final. */
export async function rechecksOf(
  services: Services,
  scheme: StoredScheme | SchemeRecord,
): Promise<Rechecks | undefined> {
  if (!isAfterDraw(scheme)) return undefined;
  const { winners } = await seatsOf(services, scheme);
  return standingOf(winners, await listIntents(services.table, scheme.schemeId));
}

function standingOf(winners: Seats["winners"], intents: readonly StoredIntent[]): Rechecks {
  const states = new Map(intents.map(({ receipt, state }) => [receipt, state]));
  const of = (wanted: readonly StoredIntent["state"][]) =>
    winners.flatMap(({ receipt }) => {
      const state = states.get(receipt);
      return state !== undefined && wanted.includes(state) ? [receipt] : [];
    });
  return { open: of(["ENTERED"]).length, failed: of(["FAILED", "REMOVED"]) };
}

/**
 * Carries rechecks after the draw on: whoever holds a seat is asked to be rechecked; the seat of who
 * did not qualify goes to the next in the ranking, as the protocol's amendment says (section 4),
 * without a new draw.
 *
 * @returns what to write for the first who did not qualify; undefined: nobody
 */
export async function nextAmendment(
  services: Services,
  scheme: StoredScheme,
  { now, at }: { readonly now: number; readonly at: string },
): Promise<Amendment | undefined> {
  if (!isAfterDraw(scheme)) return undefined;
  const seats = await seatsOf(services, scheme);
  await settleRoster(services, scheme, now, "selected");
  const { failed } = standingOf(seats.winners, await listIntents(services.table, scheme.schemeId));
  const [receipt] = failed;
  return receipt === undefined
    ? undefined
    : amendment(services, scheme, { seats, receipt, reason: "ineligible", at });
}

/**
 * The amendment that removes one receipt from a result, and what follows from it for the record.
 *
 * @throws Error when the receipt is not in the draw, or removed already
 */
export async function amendment(
  services: Services,
  scheme: StoredScheme,
  removing: Amending,
): Promise<Amendment> {
  const made = await amendDraw(services, scheme, removing);
  if (made === "unknown-receipt") throw new Error("A removal is refused: E_AMEND");
  return made;
}
