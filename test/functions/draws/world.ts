import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endpoints as applicationEndpoints } from "../../../functions/applications/index.ts";
import { endpoints as reviewEndpoints } from "../../../functions/application-review/index.ts";
import { endpoints as drawEndpoints } from "../../../functions/draws/index.ts";
import { endpoints as inspectionEndpoints } from "../../../functions/inspection/index.ts";
import { endpoints as leaseEndpoints } from "../../../functions/leases/index.ts";
import { getDraw, getScheme, listSchemes } from "../../../functions/public/schemes.ts";
import { endpoints as schemeEndpoints } from "../../../functions/schemes/index.ts";
import { startChild } from "../../../infra/local/children.ts";
import { publicFiles } from "../../../infra/local/cosigner/public-files.ts";
import { simulatedChain } from "../../../infra/local/simulators/drand-chain.ts";
import { drandRelay } from "../../../infra/local/simulators/drand-relay.ts";
import { serve } from "../../../infra/local/simulators/service.ts";
import { root } from "../../../infra/paths.ts";
import type { DrawPolicy } from "../../../shared/contract/draw.ts";
import { openPolicy, type OpenPolicy } from "../../../shared/domain/draws/policy.ts";
import { NOTE_KEY, verifierKeyText } from "../../../shared/domain/draws/verifier-key.ts";
import type { Files } from "../../../shared/platform/files.ts";
import type { Table } from "../../../shared/store/table.ts";
import { memoryFiles, startApi, type Api, type Client } from "../../support/api.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";
import { localKeys } from "../../support/keys.ts";
import { startSimulator } from "../../support/simulator.ts";
import { closed, hostCosigner, listen, type CosignerHost } from "./cosigner-host.ts";

/** A Wednesday, ten in the morning in Quanzhou. */
const START = "2026-03-04T02:00:00.000Z";
const ORIGIN = "log.example/quanju";

/** Everything a draw meets: handlers, table, issuer, cosigners that see public HTTP only, bulletin. */
export type World = {
  readonly api: Api;
  readonly emulator: Emulator;
  readonly cosigners: readonly CosignerHost[];
  /** Where strangers read the public files. */
  readonly origin: string;
  /** The policy a verifier would be given, as a file and read. */
  readonly policyFile: DrawPolicy;
  readonly policy: OpenPolicy;
  as(person?: string): Promise<Client>;
  /** A public file's text, as anyone reads it over HTTP; undefined when there is none. */
  file(path: string): Promise<string | undefined>;
  /** How every relay of the beacon behaves from now on. */
  scriptRelays(line: object): Promise<void>;
  /** How the bulletin behaves from now on: see infra/local/simulators/script.ts. */
  scriptBulletin(line: object): Promise<void>;
  stop(): Promise<void>;
};

/**
 * @param given - `now`: where the clock stands; `files`: the public bucket; `tableOf`: the table as
 *   the handlers reach it, the emulator's own unless said; `beacon`: the installation may use the
 *   simulated drand chain, through three relays
 */
export async function startWorld({
  now = START,
  files = memoryFiles(),
  tableOf = (emulator) => emulator.newTable(),
  beacon = false,
}: {
  readonly beacon?: boolean;
  readonly now?: string;
  readonly files?: Files;
  readonly tableOf?: (emulator: Emulator) => Promise<Table>;
} = {}): Promise<World> {
  const time = { now: () => Date.parse(now) };
  const site = createServer(siteOf(files, time));
  const origin = await listen(site);
  const folder = mkdtempSync(join(tmpdir(), "quanju-test-draw-"));
  const keys = localKeys();
  const log = verifierKeyText(ORIGIN, NOTE_KEY, await keys.logPublicKey());
  const [emulator, agencies, register, bulletin] = await Promise.all([
    startEmulator(),
    startSimulator("agencies"),
    startSimulator("title-register"),
    startBulletin(`${origin}/dev/clock`, join(folder, "bulletin")),
  ]);
  const relays = await Promise.all(
    (beacon ? [1, 2, 3] : []).map(() =>
      serve(
        drandRelay(() => Promise.resolve(time.now())),
        0,
      ),
    ),
  );
  const relayUrls = relays.map(({ port }) => `http://127.0.0.1:${String(port)}`);
  const cosigners = await Promise.all(
    ["notary", "university", "press", "bar"].map((name) =>
      hostCosigner({
        ...{ name: `${name}.example/cosigner`, folder: join(folder, name) },
        ...{ logVkey: log, logOrigin: ORIGIN, clock: () => Promise.resolve(time.now()) },
        files: publicFiles(origin, bulletin.url),
        ...(beacon && { drand: { chain: simulatedChain, relays: relayUrls } }),
      }),
    ),
  );
  const api = await startApi(everyEndpoint, {
    ...{ table: await tableOf(emulator), now },
    config: {
      ...{ LOG_ORIGIN: ORIGIN, COSIGN_THRESHOLD: 3 },
      COSIGNERS: cosigners.map(({ url, vkey }) => ({ url, vkey })),
      ...{ BULLETIN_URL: bulletin.url, AGENCIES_URL: agencies.url },
      TITLE_REGISTER_URL: register.url,
      ...(beacon && { DRAND: { chain: simulatedChain, relays: relayUrls } }),
    },
    services: () => ({ keys, publicFiles: files }),
  });
  time.now = () => api.now();
  const policyFile: DrawPolicy = {
    log,
    cosigners: cosigners.map(({ vkey }) => vkey),
    ...{ threshold: 3, drand: beacon ? simulatedChain : null },
  };
  return {
    ...{ api, emulator, cosigners, origin, policyFile },
    policy: opened(policyFile),
    as: (person) => api.as(person),
    file: (path) => fetchText(`${origin}/${path}`),
    scriptRelays: async (line) => {
      for (const url of relayUrls) await script(url, line);
    },
    scriptBulletin: (line) => script(bulletin.url, line),
    stop: async () => {
      for (const one of [api, agencies, register, bulletin, ...cosigners]) await one.stop();
      for (const relay of relays) await relay.close();
      await closed(site);
      await emulator.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const everyEndpoint = [
  ...applicationEndpoints,
  ...reviewEndpoints,
  ...schemeEndpoints,
  ...drawEndpoints,
  ...inspectionEndpoints,
  ...leaseEndpoints,
  ...[getDraw, getScheme, listSchemes],
];

function opened(policy: DrawPolicy): OpenPolicy {
  const open = openPolicy(policy);
  if (!open) throw new Error("The policy's keys are malformed");
  return open;
}

/** What strangers and cosigners see of the platform: its public files; and the clock of this world. */
const siteOf =
  (files: Files, time: { now: () => number }): RequestListener =>
  (request, response) => {
    if (request.url === "/dev/clock") {
      response.end(JSON.stringify({ now: new Date(time.now()).toISOString() }));
      return;
    }
    void files.read((request.url ?? "/").slice(1)).then((bytes) => {
      response.writeHead(bytes ? 200 : 404).end(bytes);
    });
  };

async function startBulletin(clockUrl: string, folder: string) {
  const complaint = (line: string) => void process.stderr.write(line);
  return startChild({
    name: "bulletin",
    script: join(root, "infra", "local", "simulators", "bulletin.ts"),
    environment: { CLOCK_URL: clockUrl, QUANJU_SIMULATOR_DATA: folder },
    report: complaint,
    fell: () => {
      complaint("The bulletin has ended.");
    },
  });
}

async function fetchText(url: string): Promise<string | undefined> {
  const answer = await fetch(url);
  return answer.ok ? answer.text() : undefined;
}

async function script(url: string, line: object): Promise<void> {
  const answer = await fetch(`${url}/script`, { method: "POST", body: JSON.stringify(line) });
  if (!answer.ok) throw new Error(`The script was refused: ${answer.status}`);
}
