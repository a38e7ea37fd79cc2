import * as z from "zod";
import type { DrandChain } from "../contract/draw.ts";

/** A drand beacon as its relays show it; what they say is believed only when it verifies. */
export type Beacon = {
  readonly chain: DrandChain;
  /**
   * Asks every relay at once.
   *
   * @param isValid - whether a signature (96 hex digits) is the round's own
   * @returns the first valid signature; undefined when no relay serves one
   */
  find(round: number, isValid: (signature: string) => boolean): Promise<string | undefined>;
};

const Round = z.object({ round: z.int(), signature: z.string().max(200) });
const PATIENCE_MS = 3_000;

/** Relays over HTTP (drand's API v1: `/{chain hash}/public/{round}`). */
export const httpBeacon = (chain: DrandChain, relays: readonly string[]): Beacon => ({
  chain,
  find: (round, isValid) =>
    new Promise((found) => {
      const asked = relays.map(async (relay) => {
        const signature = await askRelay(relay, chain.hash, round);
        // The first good answer ends the wait; one that hangs holds nothing up.
        if (signature !== undefined && isValid(signature)) found(signature);
      });
      void Promise.all(asked).then(() => {
        found(undefined);
      });
    }),
});

/** What a relay says of a round; undefined for anything but a usable answer. */
async function askRelay(relay: string, chain: string, round: number): Promise<string | undefined> {
  try {
    const url = `${relay.replace(/\/$/, "")}/${chain}/public/${String(round)}`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const read = answer.ok ? Round.safeParse(await answer.json()) : undefined;
    return read?.data?.round === round ? read.data.signature : undefined;
  } catch (error) {
    const isExpected =
      error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException;
    if (isExpected) return undefined;
    throw error;
  }
}
