import type { DrandChain } from "../../shared/contract/draw.ts";
import { Refusal } from "./refusal.ts";
import { simulatedChain } from "./simulators/drand-chain.ts";
import quicknet from "./quicknet.json" with { type: "json" };

/** The pinned chain of an installation and where its rounds are read; as `DRAND` in the environment. */
export type BeaconSetting = { readonly chain: DrandChain; readonly relays: readonly string[] };

/** Relays of drand's League of Entropy, run by different parties. */
const QUICKNET_RELAYS = [
  "https://api.drand.sh",
  "https://api2.drand.sh",
  "https://api3.drand.sh",
  "https://drand.cloudflare.com",
];

/**
 * Which beacon draws of this installation may use: `QUANJU_BEACON` says `simulated` (the usual case:
 * rounds that come by the installation's own clock), `quicknet` (the real one, where foreign beacons
 * are permitted and reached), or `none` (mode B: public numbers only).
 *
 * @param simulator - address of the simulated relays
 * @throws Refusal when it says anything else
 */
export function beaconSetting(
  simulator: string,
  wanted = process.env.QUANJU_BEACON ?? "simulated",
): BeaconSetting | undefined {
  switch (wanted) {
    case "simulated":
      return {
        chain: simulatedChain,
        relays: ["east", "west", "north"].map((name) => `${simulator}/${name}`),
      };
    case "quicknet":
      return { chain: quicknet, relays: QUICKNET_RELAYS };
    case "none":
      return undefined;
    default:
      throw new Refusal(`QUANJU_BEACON is simulated, quicknet or none, not ${wanted}.`);
  }
}
