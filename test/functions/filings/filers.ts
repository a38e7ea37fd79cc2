import { endpoints as counterEndpoints } from "../../../functions/counter/index.ts";
import { endpoints as filingEndpoints } from "../../../functions/filings/index.ts";
import { endpoints as reviewEndpoints } from "../../../functions/filing-review/index.ts";
import { endpoints as mandateEndpoints } from "../../../functions/mandates/index.ts";
import type { Config } from "../../../shared/platform/config.ts";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import { startApi, type Api } from "../../support/api.ts";
import { startEmulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";
import { chenAlone, START } from "./line.ts";

/** All who may file, and the three registers that are asked about them. */
export type Filers = {
  readonly api: Api;
  readonly titles: Simulator;
  readonly identities: Simulator;
  readonly firms: Simulator;
  /** All registers as if nothing had been said to them. */
  clear(): Promise<void>;
  stop(): Promise<void>;
};

export async function startFilers(config: Partial<Config> = {}): Promise<Filers> {
  const [emulator, titles, identities, firms] = await Promise.all([
    startEmulator(),
    startSimulator("title-register"),
    startSimulator("identity-register"),
    startSimulator("market-register"),
  ]);
  const registers = [titles, identities, firms];
  const api = await startApi(
    [...filingEndpoints, ...reviewEndpoints, ...mandateEndpoints, ...counterEndpoints],
    {
      table: await emulator.newTable(),
      now: START,
      config: {
        TITLE_REGISTER_URL: titles.url,
        IDENTITY_REGISTER_URL: identities.url,
        MARKET_REGISTER_URL: firms.url,
        ...config,
      },
    },
  );
  return {
    ...{ api, titles, identities, firms },
    clear: async () => {
      await Promise.all(registers.map((one) => one.clear()));
    },
    stop: async () => {
      await Promise.all([api.stop(), emulator.stop(), ...registers.map((one) => one.stop())]);
    },
  };
}

/** A lease signed on paper; say only what the test is about. */
export const onPaper = (but: Partial<FilingDraft> = {}): FilingDraft =>
  chenAlone({ filerRole: "LANDLORD", ...but });
