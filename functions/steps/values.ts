import { buildFailure } from "../../shared/domain/draws/author.ts";
import { openRound } from "../../shared/domain/draws/drand.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import {
  awaitedValue,
  mayRecordFailure,
  valuesOf,
  type KnownValues,
} from "../../shared/domain/schemes/draw-sources.ts";
import { log as say } from "../../shared/platform/log.ts";
import { appendWrites, readLogHead } from "../../shared/store/log.ts";
import type { SchemeRecord, StoredScheme } from "../../shared/store/schemes.ts";
import type { Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { drawResult, knownOf } from "./draw.ts";
import { entryText } from "./draw-documents.ts";

type Value = Pick<KnownValues, "publicValue" | "beaconValue" | "fallbackValue">;

/** The change that a new value brings: with the last one the draw is seeded. */
export function withValue(scheme: StoredScheme, value: Value): Partial<SchemeRecord> {
  const isSeeded = valuesOf(scheme.terms, { ...knownOf(scheme), ...value }) !== undefined;
  return { ...value, ...(isSeeded && { state: "SEEDED" as const }) };
}

/** What the clock is to write for the values of a draw, and under which name it stands in the audit. */
export type ValueChange = {
  readonly event: "take-beacon" | "log-failure" | "draw";
  readonly change: Partial<SchemeRecord>;
  readonly writes?: Record<string, Write>;
};

type Moment = { readonly now: number; readonly at: string };

/** The instant at which the clock must look for a value of this draw; undefined when it waits for none. */
export const valueDueAt = (
  { config }: Services,
  { state, terms }: StoredScheme,
  known: KnownValues & { readonly revealsStand: boolean },
): number | undefined =>
  awaitedValue({ state, terms, known, revealsStand: known.revealsStand }, config.DRAND?.chain)?.at;

/**
 * Carries a scheduled draw on without anybody: asks every relay for the beacon's round, records that
 * none serves it where the notice allows for that, draws once all values are known.
 *
 * @returns undefined when nothing can be done now; the draw stays due
 */
export async function nextValue(
  services: Services,
  scheme: StoredScheme,
  { now, at, revealsStand }: Moment & { readonly revealsStand: boolean },
): Promise<ValueChange | undefined> {
  const chain = services.config.DRAND?.chain;
  const { state, terms } = scheme;
  const next = awaitedValue({ state, terms, known: knownOf(scheme), revealsStand }, chain);
  if (!next || next.at > now) return undefined;
  if (next.event === "draw")
    return { event: "draw", ...(await drawResult(services, scheme, { now, at })) };

  const { beacon: relays } = services;
  const round = terms.beacon?.round ?? 0;
  if (!relays) return undefined;
  const found = await relays.find(
    round,
    (signature) => openRound(relays.chain, round, signature) !== undefined,
  );
  if (found !== undefined)
    return { event: "take-beacon", change: withValue(scheme, { beaconValue: found }) };
  say("warn", "beacon-silent", { step: "SCHEME" });
  return mayRecordFailure(terms, chain, now)
    ? recordFailure(services, scheme, { now, at })
    : undefined;
}

/** The log entry that the fallback's number takes the beacon's place (draw protocol 3). */
async function recordFailure(
  services: Services,
  { notice, freezes }: StoredScheme,
  { now, at }: Moment,
): Promise<ValueChange> {
  const freeze = freezes.at(-1);
  if (!notice || !freeze) throw new Error("A frozen scheme has a notice and a freeze");
  const entries = {
    notice: await entryText(services, notice),
    freeze: await entryText(services, freeze),
  };
  const failure = buildFailure(entries, Math.floor(now / 1000));
  if (isRefusal(failure)) throw new Error(`The failure is refused: ${failure.refused}`);
  const { log, entry, index } = appendWrites(await readLogHead(services.table), failure.entry, at);
  return {
    event: "log-failure",
    change: { failure: { index, digest: failure.digest } },
    writes: { log, entry },
  };
}
