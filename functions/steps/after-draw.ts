import { buildAmend, openDraw } from "../../shared/domain/draws/author-result.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { winnersOf } from "../../shared/domain/schemes/winners.ts";
import { putAmend, type StoredAmend } from "../../shared/store/amends.ts";
import { listIntents, type StoredIntent } from "../../shared/store/intents.ts";
import { appendWrites, readLogHead } from "../../shared/store/log.ts";
import type { SchemeRecord, StoredScheme } from "../../shared/store/schemes.ts";
import type { Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { entryText } from "./draw-documents.ts";
import { resultInputs } from "./draw.ts";
import { seatsOf, type Seats } from "./seats.ts";
import { settleRoster } from "./selection.ts";
import { keepWinners } from "./winners.ts";

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

export type Amendment = {
  readonly change: Partial<SchemeRecord>;
  readonly writes: Record<string, Write>;
};

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

type Removing = {
  readonly seats: Seats;
  readonly receipt: string;
  readonly reason: StoredAmend["reason"];
  readonly at: string;
};

/**
 * The amendment that removes one receipt from a result, and what follows from it for the record.
 *
 * @throws Error when the receipt is not in the draw, or removed already
 */
export async function amendment(
  services: Services,
  scheme: StoredScheme,
  { seats, receipt, reason, at }: Removing,
): Promise<Amendment> {
  const { drawId, result, winners } = scheme;
  if (!result) throw new Error("Only a draw with a result is amended");
  const amends = await Promise.all(seats.removals.map((one) => entryText(services, one)));
  const draw = openDraw(
    await resultInputs(services, scheme),
    { result: await entryText(services, result), amends },
    services.config.DRAND?.chain,
  );
  if (isRefusal(draw)) throw new Error(`A draw cannot be taken up: ${draw.refused}`);
  const made = buildAmend(draw, { receipt, reason });
  if (isRefusal(made)) throw new Error(`A removal is refused: ${made.refused}`);
  const { log, entry, index } = appendWrites(await readLogHead(services.table), made.entry, at);
  const { seq, pool, fill, fillPool } = made.document;
  const amend: StoredAmend = {
    ...{ index, digest: made.digest, seq, receipt, reason, pool, fill, fillPool },
  };
  const now = winnersOf(seats.lines, [...seats.removals, amend]);
  const kept = await keepWinners(services, scheme, now);
  return {
    change: {
      amended: { count: seq, last: made.digest },
      winners: { ...kept, namesWithdrawn: winners?.namesWithdrawn ?? false },
    },
    writes: { amend: putAmend(drawId, amend), log, entry },
  };
}
