import { createHash } from "node:crypto";
import { roundTime } from "../../../shared/domain/draws/drand-chain.ts";
import { simulatedChain, simulatedSignature } from "./drand-chain.ts";
import { Refused, clockAt, required, runSimulator } from "./service.ts";
import type { Clock, Simulator } from "./service.ts";

/**
 * Relays of the simulated beacon, with drand's API v1: `GET /{chain hash}/public/{round}`, and
 * `/{chain hash}/info`; the same behind any name, `/{name}/{chain hash}/…`, as relays of their own. A
 * round does not exist before its time has come by the clock. The script's
 * cases are rounds; `lie` serves a signature that is not the round's.
 */
export function drandRelay(clock: Clock): Simulator {
  const base = `^(?:/[a-z]{1,16})?/${simulatedChain.hash}`;
  const rounds = new RegExp(`${base}/public/([1-9][0-9]{0,9})$`);
  const info = new RegExp(`${base}/info$`);
  return {
    caseOf: (method, { path }) => {
      if (method !== "GET") return undefined;
      if (info.test(path)) return "info";
      return rounds.exec(path)?.[1];
    },
    answer: async (_method, { path, verdict }) => {
      const round = Number(rounds.exec(path)?.[1] ?? 0);
      if (round === 0) return { status: 200, body: simulatedChain };
      if ((await clock()) < roundTime(simulatedChain, round) * 1000)
        throw new Refused(425, "not-yet");
      const signature = simulatedSignature(verdict === "lie" ? round + 1 : round);
      const randomness = createHash("sha256").update(signature, "hex").digest("hex");
      return { status: 200, body: { round, randomness, signature } };
    },
  };
}

if (import.meta.main) {
  await runSimulator(() => drandRelay(clockAt(required("CLOCK_URL"))));
}
