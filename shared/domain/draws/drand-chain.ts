/** The drand quicknet beacon's pinned chain and the times of its rounds (section 3). */
import type { DrandChain } from "../../contract/draw.ts";
import { fromHex, toHex, u32, u64, utf8 } from "./encoding.ts";
import { sha256Suite } from "./suites.ts";

const SCHEME = "bls-unchained-g1-rfc9380";

/** Whether the pinned parameters hash to the pinned chain hash (else `E_DRAND_CHAIN`). */
export function isConsistent(chain: DrandChain): boolean {
  const { period, genesis, publicKey, groupHash, beaconId } = chain;
  if (chain.scheme !== SCHEME || period > 0xffff_ffff) return false;
  const hash = sha256Suite.hash(
    u32(period),
    u64(genesis),
    fromHex(publicKey),
    fromHex(groupHash),
    utf8(beaconId),
  );
  return toHex(hash) === chain.hash;
}

/** When a round comes into being, Unix seconds. @param round - from 1 */
export const roundTime = (chain: DrandChain, round: number): number =>
  chain.genesis + (round - 1) * chain.period;
