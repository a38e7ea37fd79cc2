import { createHash } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import type { DrandChain } from "../../../shared/contract/draw.ts";
import { openRound } from "../../../shared/domain/draws/drand.ts";
import { httpBeacon } from "../../../shared/platform/beacon.ts";
import { readKept } from "../data-folder.ts";
import { writeDurably } from "../durable.ts";

/** A failure is believed only where so many relays were asked (draw protocol 3). */
const LEAST_RELAYS = 3;

const Kept = z.record(z.string().regex(/^[1-9][0-9]{0,9}$/), z.string());

export type DrandFacts = { readonly chain: DrandChain; readonly relays: readonly string[] };

/** What a cosigner knows of a beacon's rounds: from relays, or handed in by anyone. */
export type Beacons = {
  readonly chain: DrandChain;
  /** The round's signature; `silent` when three relays or more were asked and none serves it. */
  find(round: number): Promise<{ readonly signature: string } | "silent" | "too-few-relays">;
  /** Takes a signature from anyone, if it is the round's own. */
  take(round: number, signature: string): boolean;
};

/**
 * @param folder - keeps `beacons.json`: whoever hands a signature in is remembered after a restart
 * @throws Refusal when that file is damaged
 */
export function openBeacons(folder: string, { chain, relays }: DrandFacts): Beacons {
  const path = join(folder, "beacons.json");
  const kept = readKept(path, (value) => Kept.parse(value)) ?? {};
  const beacon = httpBeacon(chain, relays);
  const isValid = (round: number, signature: string): boolean =>
    openRound(chain, round, signature) !== undefined;
  const take = (round: number, signature: string): boolean => {
    if (!isValid(round, signature)) return false;
    if (kept[round] !== signature) {
      kept[round] = signature;
      writeDurably(path, `${JSON.stringify(kept)}\n`);
    }
    return true;
  };
  return {
    chain,
    take,
    async find(round) {
      const known = kept[round];
      if (known !== undefined) return { signature: known };
      const found = await beacon.find(round, (signature) => isValid(round, signature));
      if (found === undefined) return relays.length < LEAST_RELAYS ? "too-few-relays" : "silent";
      take(round, found);
      return { signature: found };
    },
  };
}

const Handed = z.strictObject({
  round: z.int().min(1).max(9_999_999_999),
  signature: z.string().max(200),
});

type Said = { status: number; body: string; contentType?: string };

/**
 * `POST /beacon` takes `{round, signature}` from anyone. `GET /{chain hash}/public/{round}` gives what
 * is known, as a relay does: whoever still serves a round, no failure of it goes unnoticed.
 */
export async function answerBeacon(
  beacons: Beacons,
  { method, path, body }: { method: string; path: string; body: string },
): Promise<Said> {
  if (path === "/beacon") {
    if (method !== "POST") return { status: 405, body: "Only POST.\n" };
    const read = Handed.safeParse(jsonOf(body));
    if (!read.success) return { status: 400, body: "This is no signature of a round.\n" };
    return beacons.take(read.data.round, read.data.signature)
      ? { status: 200, body: "Kept.\n" }
      : { status: 422, body: "This is not the round's signature.\n" };
  }
  const round = Number(/\/public\/([1-9][0-9]{0,9})$/.exec(path)?.[1] ?? 0);
  const found = round > 0 ? await beacons.find(round) : "silent";
  if (typeof found === "string") return { status: 404, body: "No relay serves this round.\n" };
  const { signature } = found;
  const randomness = createHash("sha256").update(signature, "hex").digest("hex");
  return {
    status: 200,
    contentType: "application/json; charset=utf-8",
    body: JSON.stringify({ round, randomness, signature }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
