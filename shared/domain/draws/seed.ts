/** From the sources' values to the pool keys (section 3). */
import { concat, lp, u32 } from "./encoding.ts";
import type { Suite } from "./suites.ts";

/** One source in the notice's order; after a fallback, the fallback source in drand's place. */
export type TranscriptItem = {
  id: string;
  kind: "witness" | "drand" | "public";
  value: Uint8Array;
};

/** A witness's value: 01||nonce, or 00 when it did not reveal in time. */
export const witnessValue = (nonce: Uint8Array | null): Uint8Array =>
  nonce ? concat(Uint8Array.of(1), nonce) : Uint8Array.of(0);

/** lp("PVL1:transcript")||lp(drawId)||u32(n)||Σ(lp(id)||lp(kind)||lp(value)). */
export const transcriptOf = (drawId: string, items: readonly TranscriptItem[]): Uint8Array =>
  concat(
    lp("PVL1:transcript"),
    lp(drawId),
    u32(items.length),
    ...items.flatMap(({ id, kind, value }) => [lp(id), lp(kind), lp(value)]),
  );

/** HKDF-Extract(salt = freeze digest, IKM = transcript). */
export const seedOf = (
  suite: Suite,
  freezeDigest: Uint8Array,
  transcript: Uint8Array,
): Uint8Array => suite.extract(freezeDigest, transcript);

/** HKDF-Expand(seed, lp("PVL1:pool")||lp(drawId)||lp(poolId), 32). */
export const poolKeyOf = (
  suite: Suite,
  seed: Uint8Array,
  at: { drawId: string; pool: string },
): Uint8Array => suite.expand(seed, concat(lp("PVL1:pool"), lp(at.drawId), lp(at.pool)));
