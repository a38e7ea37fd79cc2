import { join } from "node:path";
import { root } from "../paths.ts";
import type { BeaconSetting } from "./beacon.ts";
import { startChild, type Child, type ChildOptions } from "./children.ts";
import { Refusal } from "./refusal.ts";

type Surroundings = {
  readonly origin: string;
  readonly folder: string;
  readonly clockUrl: string;
  readonly report: ChildOptions["report"];
  readonly fell: (name: string) => void;
};

const SIMULATORS = [
  ...(["title-register", "identity-register", "market-register"] as const),
  ...(["agencies", "bulletin", "sms", "drand-relay"] as const),
] as const;
const COSIGNERS = ["notary", "university", "press", "bar"] as const;

/** How many of the cosigners must have signed a checkpoint (draw protocol: production, 3 of 4). */
export const COSIGN_THRESHOLD = 3;

export type Simulators = Readonly<Record<(typeof SIMULATORS)[number], Child>>;

/** Starts the outside systems: processes that the platform meets over HTTP only. */
export async function startSimulators(around: Surroundings): Promise<Simulators> {
  const started = await Promise.all(
    SIMULATORS.map((name) =>
      startChild({
        name,
        script: join(root, "infra", "local", "simulators", `${name}.ts`),
        environment: {
          CLOCK_URL: around.clockUrl,
          QUANJU_SIMULATOR_DATA: join(around.folder, "simulators", name),
        },
        report: around.report,
        fell: () => {
          around.fell(name);
        },
      }),
    ),
  );
  const [titles, identities, firms, agencies, bulletin, sms, relay] = started;
  if (!titles || !identities || !firms || !agencies || !bulletin || !sms || !relay)
    throw new Error("A simulator is missing");
  return {
    ...{ "title-register": titles, "identity-register": identities, "market-register": firms },
    ...{ agencies, bulletin, sms, "drand-relay": relay },
  };
}

/** A cosigner as the platform's configuration has it. */
export type LocalCosigner = Child & { readonly vkey: string };

type CosignerSurroundings = {
  readonly logVkey: string;
  readonly logOrigin: string;
  readonly bulletinUrl: string;
  readonly beacon: BeaconSetting | undefined;
};

/**
 * Starts the cosigners, each with its own folder and key. They know the log's verifier key, the
 * public files, the bulletin and the beacon: no table, no key of the platform.
 */
export const startCosigners = (
  around: Surroundings,
  { logVkey, logOrigin, bulletinUrl, beacon }: CosignerSurroundings,
): Promise<LocalCosigner[]> =>
  Promise.all(
    COSIGNERS.map(async (name) => {
      const child = await startChild({
        name: `cosigner ${name}`,
        script: join(root, "infra", "local", "cosigner", "main.ts"),
        environment: {
          NAME: `${name}.localhost/cosigner`,
          QUANJU_COSIGNER_DATA: join(around.folder, "cosigners", name),
          LOG_VKEY: logVkey,
          LOG_ORIGIN: logOrigin,
          PUBLIC_URL: around.origin,
          BULLETIN_URL: bulletinUrl,
          DRAND: beacon ? JSON.stringify(beacon) : "",
          CLOCK_URL: around.clockUrl,
        },
        report: around.report,
        fell: () => {
          around.fell(name);
        },
      });
      const answer = await fetch(`${child.url}/key`, { signal: AbortSignal.timeout(5_000) });
      if (!answer.ok) throw new Refusal(`The cosigner ${name} does not say its key.`);
      return { ...child, vkey: (await answer.text()).trim() };
    }),
  );
