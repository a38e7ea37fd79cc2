import type { AmendReason } from "../../shared/contract/draw.ts";
import { buildAmend, openDraw } from "../../shared/domain/draws/author-result.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { winnersOf } from "../../shared/domain/schemes/winners.ts";
import { putAmend, type StoredAmend } from "../../shared/store/amends.ts";
import { appendWrites, readLogHead } from "../../shared/store/log.ts";
import type { SchemeRecord, StoredScheme } from "../../shared/store/schemes.ts";
import type { Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { entryText } from "./draw-documents.ts";
import { resultInputs } from "./draw.ts";
import type { Seats } from "./seats.ts";
import { keepWinners } from "./winners.ts";

export type Amendment = {
  readonly amend: StoredAmend;
  readonly change: Partial<SchemeRecord>;
  readonly writes: Record<string, Write>;
};

/** Who leaves, why, and the seats as they stand before. */
export type Amending = {
  readonly seats: Seats;
  readonly receipt: string;
  readonly reason: AmendReason;
  readonly at: string;
};

/**
 * The amendment that removes a receipt and says who moves up (draw protocol 4): no new randomness,
 * nobody already selected moves.
 *
 * @returns `unknown-receipt` when it is not in the draw, or was removed before
 */
export async function amendDraw(
  services: Services,
  scheme: StoredScheme,
  { seats, receipt, reason, at }: Amending,
): Promise<Amendment | "unknown-receipt"> {
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
  if (isRefusal(made)) return "unknown-receipt";
  const { log, entry, index } = appendWrites(await readLogHead(services.table), made.entry, at);
  const { seq, pool, fill, fillPool } = made.document;
  const amend: StoredAmend = {
    ...{ index, digest: made.digest, seq, receipt, reason, pool, fill, fillPool },
  };
  const now = winnersOf(seats.lines, [...seats.removals, amend]);
  const kept = await keepWinners(services, scheme, now);
  return {
    amend,
    change: {
      amended: { count: seq, last: made.digest },
      winners: { ...kept, namesWithdrawn: winners?.namesWithdrawn ?? false },
    },
    writes: { amend: putAmend(drawId, amend), log, entry },
  };
}
