import { existsSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { root } from "../paths.ts";
import { beaconSetting } from "./beacon.ts";
import { Buckets } from "./buckets.ts";
import { ASSEMBLY, PORTAL, built } from "./build.ts";
import { Clock } from "./clock.ts";
import { dataFolder, openFolder } from "./data-folder.ts";
import { DevRoutes } from "./dev-routes.ts";
import { writeDurably } from "./durable.ts";
import { startEmulator } from "./emulator.ts";
import { FrontDoor } from "./front-door.ts";
import { Gateway } from "./gateway.ts";
import { takeFolder } from "./instance-lock.ts";
import {
  environmentOf,
  lambdasOf,
  parametersOf,
  tickerOf,
  type Endpoints,
} from "./installation.ts";
import { localKeys } from "./kms-keys.ts";
import { startKms } from "./kms.ts";
import { createIssuer, type Issuer } from "./oidc/issuer.ts";
import { startCosigners, startSimulators } from "./outside.ts";
import { LOG_ORIGIN, logVerifierKey, writePolicy } from "./policy.ts";
import { startRightsGate } from "./rights-gate.ts";
import { startS3 } from "./s3.ts";
import { openLog } from "./server-log.ts";
import { StaticFiles } from "./static-files.ts";
import { emulatorClient, ensureTable } from "./table.ts";
import { Templates } from "./template.ts";

/** An installation: `ready` when it serves, and `stop` at any time, started or not. */
export type Instance = { readonly ready: Promise<string>; readonly stop: () => Promise<void> };

type Options = { readonly port: number; readonly fell: (what: string) => void };

/** What must be undone, last first. */
class Undo {
  private readonly steps: (() => Promise<void> | void)[] = [];
  private running: Promise<void> | undefined;

  add(step: () => Promise<void> | void): void {
    this.steps.push(step);
  }

  /** Done once: whoever asks again waits for the same end. */
  run(): Promise<void> {
    this.running ??= (async () => {
      for (const step of this.steps.toReversed()) await step();
    })();
    return this.running;
  }
}

/**
 * Starts everything on the data of `QUANJU_DATA`.
 *
 * @param fell - called when a part without which nothing works ends by itself
 * @returns `ready` gives the origin, or rejects with a Refusal that says in one sentence why not
 */
export function startInstance(options: Options): Instance {
  const undo = new Undo();
  return { ready: start(options, undo), stop: () => undo.run() };
}

async function start({ port, fell }: Options, undo: Undo): Promise<string> {
  const folder = openFolder(dataFolder());
  undo.add(takeFolder(folder));
  const log = openLog(folder);
  const door = await FrontDoor.listen(port, log);
  undo.add(() => door.close());
  const { origin } = door;
  const clock = new Clock(folder);
  const base = { folder, origin, log, clock, undo };

  const [assembly, tableUrl, simulators, issuer, portal] = await Promise.all([
    built(ASSEMBLY),
    tableEndpoint(folder, { fell, undo }),
    outsideWorld(base),
    createIssuer({ origin, dataFolder: join(folder, "oidc"), report: log }),
    built(PORTAL),
  ]);
  const kept = await keptThings(base, { assembly, tableUrl });
  const beacon = beaconSetting(simulators["drand-relay"].url);
  const cosigners = await startCosigners(surroundings(base), {
    logVkey: kept.logVkey,
    logOrigin: LOG_ORIGIN,
    bulletinUrl: simulators.bulletin.url,
    beacon,
  });
  for (const child of cosigners) undo.add(child.stop);
  const vkeys = cosigners.map(({ vkey }) => vkey);
  writePolicy(folder, kept.logVkey, { cosigners: vkeys, beacon });

  const parameters = parametersOf({ origin, simulators, cosigners, beacon });
  const templates = new Templates(assembly, (name) => parameters[name]);
  const { endpoints, streamArn } = kept;
  const endpointsOf = await checkedRights(base, templates, endpoints);
  const lambdas = lambdasOf(templates, { assembly, endpointsOf, log });
  for (const lambda of lambdas.values()) undo.add(() => lambda.stop());
  await Promise.all([...lambdas.values()].map((lambda) => lambda.start()));

  const ticker = tickerOf(templates, lambdas, { clock, folder, tableUrl, streamArn, report: log });
  undo.add(() => ticker.stop());
  const gateway = new Gateway(templates, lambdas, () => clock.now());
  const { host } = new URL(origin);
  const dev = new DevRoutes({ clock, ticker, smsUrl: simulators.sms.url, host });
  const { buckets, publicBucket } = kept;
  const files = new StaticFiles({ buckets, bucket: publicBucket, portal, folder });
  door.open(ways({ gateway, dev, issuer, files }));
  writeDurably(join(folder, "instance.json"), JSON.stringify({ origin, pid: process.pid }), 0o644);
  undo.add(() => {
    rmSync(join(folder, "instance.json"), { force: true });
  });
  ticker.start();
  await demoCity(base);
  return origin;
}

type Base = {
  readonly folder: string;
  readonly origin: string;
  readonly log: (text: string) => void;
  readonly clock: Clock;
  readonly undo: Undo;
};

const surroundings = ({ origin, folder, log }: Base) => ({
  origin,
  folder,
  clockUrl: `${origin}/dev/clock`,
  report: log,
  // A cosigner or an outside system that is gone is a thing the platform must bear.
  fell: (name: string) => {
    log(`${name} has ended by itself.`);
  },
});

async function outsideWorld(base: Base) {
  const simulators = await startSimulators(surroundings(base));
  for (const child of Object.values(simulators)) base.undo.add(child.stop);
  return simulators;
}

/** An emulator that is running already, or our own on the data file. */
async function tableEndpoint(
  folder: string,
  { fell, undo }: { fell: Options["fell"]; undo: Undo },
): Promise<string> {
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  if (given !== undefined && given !== "") return given;
  const emulator = await startEmulator(join(folder, "table.db"), () => {
    fell("the DynamoDB emulator");
  });
  undo.add(emulator.stop);
  return emulator.url;
}

/** What holds data: the table, the keys, the buckets, each behind its AWS protocol. */
async function keptThings(
  { folder, log, undo }: Base,
  { assembly: from, tableUrl }: { assembly: string; tableUrl: string },
) {
  // None of these depends on a parameter.
  const templates = new Templates(from, () => "");
  const { LOG_KEY_ID = "", PUBLIC_BUCKET = "" } = environmentOf(templates);
  const keys = localKeys(folder, templates.ofType("AWS::KMS::Key"));
  const bucketNames = templates.ofType("AWS::S3::Bucket").map(({ name }) => name);
  const buckets = new Buckets(join(folder, "buckets"), bucketNames);
  const [table] = templates.ofType("AWS::DynamoDB::GlobalTable");
  if (!table) throw new Error("The templates have no table");
  const [kms, s3, streamArn] = await Promise.all([
    startKms(keys, log),
    startS3(buckets, log),
    ensureTable(emulatorClient(tableUrl), table.properties),
  ]);
  undo.add(kms.close);
  undo.add(s3.close);
  return {
    logVkey: logVerifierKey(keys, LOG_KEY_ID),
    endpoints: { table: tableUrl, kms: kms.url, s3: s3.url },
    buckets,
    publicBucket: PUBLIC_BUCKET,
    streamArn,
  };
}

/** With `QUANJU_CHECK_RIGHTS=1`, functions meet the templates' policies here as they would on AWS. */
async function checkedRights({ log, undo }: Base, templates: Templates, endpoints: Endpoints) {
  if (process.env.QUANJU_CHECK_RIGHTS !== "1") return () => endpoints;
  const gate = await startRightsGate(templates, endpoints, log);
  undo.add(gate.close);
  return gate.endpointsOf;
}

type Ways = { gateway: Gateway; dev: DevRoutes; issuer: Issuer; files: StaticFiles };

/** Which part answers a path: what CloudFront's behaviours are in the cloud, and what is only here. */
const ways =
  ({ gateway, dev, issuer, files }: Ways) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? "/";
    if (path.startsWith("/dev/")) await dev.handle(request, response);
    else if (/^\/oidc(?:[/?]|$)/.test(path)) issuer.handle(request, response);
    else if (path.startsWith("/api/") || !(await files.handle(request, response))) {
      await gateway.handle(request, response);
    }
  };

const CityModule = z.object({ loadDemoCity: z.custom<(origin: string) => Promise<void>>() });

/** The demo city is loaded once, over HTTP like everything else; a load cut short is done again. */
async function demoCity({ folder, origin }: Base): Promise<void> {
  const script = join(root, "infra", "local", "demo-city.ts");
  const mark = join(folder, "city.json");
  if (existsSync(mark) || !existsSync(script)) return;
  await CityModule.parse(await import(pathToFileURL(script).href)).loadDemoCity(origin);
  writeDurably(mark, JSON.stringify({ loaded: true }));
}
