/** `npm run demo`: the whole line over HTTP, as its people, against the instance that is running. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as z from "zod";
import { civilDay } from "../../shared/domain/calendar/instants.ts";
import { DemoClient, DemoStopped } from "./demo/client.ts";
import { chooseAndSign } from "./demo/choosing.ts";
import { journalAt } from "./demo/journal.ts";
import { draw, freezeRoster, registerIntents } from "./demo/draw.ts";
import { fileALease } from "./demo/filing.ts";
import { applyAndWait, type Household } from "./demo/households.ts";
import { clockOf, Play } from "./demo/play.ts";
import { publishScheme, schemeIdOf } from "./demo/scheme.ts";

const Instance = z.object({ origin: z.url() });
const Slip = z.object({ slip: z.unknown().optional() });

/** The verifier as a stranger runs it: its last line is the demo's last line. */
function verify(args: readonly string[], quiet = false): Promise<number> {
  const cli = new URL("../../web/verify/cli.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: ["ignore", quiet ? "ignore" : "inherit", "inherit"],
  });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => {
      done(code ?? 1);
    });
  });
}

/** The slip of the first household that is still in the roster: one was removed by the objection. */
async function slipOfOne(client: DemoClient, households: readonly Household[]) {
  for (const { key, applicationId } of households.slice(0, 2)) {
    const path = `/api/applications/${applicationId}/slip`;
    const { slip } = await client.get(path, Slip, { as: key }).catch((error: unknown) => {
      if (error instanceof DemoStopped && error.cause === 404) return { slip: undefined };
      throw error;
    });
    if (slip !== undefined) return { path, slip };
  }
  throw new DemoStopped("No household has a slip");
}

/** One applicant's slip, checked on their own device against the published bundle. */
async function checkSlip(
  client: DemoClient,
  play: Play,
  {
    households,
    bundle,
    policy,
  }: { households: readonly Household[]; bundle: string; policy: string },
): Promise<void> {
  const { path, slip } = await slipOfOne(client, households);
  const folder = mkdtempSync(join(tmpdir(), "quanju-slip-"));
  try {
    const file = join(folder, "slip.json");
    writeFileSync(file, JSON.stringify(slip), { mode: 0o600 });
    const code = await verify([bundle, "--policy", policy, "--slip", file], true);
    if (code !== 0) throw new DemoStopped(`The slip does not hold: exit ${code}`);
    play.say("一户的摇号凭证验证通过 One applicant's slip holds", client.origin + path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** 300, unless QUANJU_DEMO_HOUSEHOLDS says otherwise. */
function householdCount(): number {
  const count = Number(process.env.QUANJU_DEMO_HOUSEHOLDS ?? 300);
  if (!Number.isInteger(count) || count < 2 || count > 1000)
    throw new DemoStopped("QUANJU_DEMO_HOUSEHOLDS is a whole number from 2 to 1000.");
  return count;
}

async function main(): Promise<number> {
  const data = resolve(process.env.QUANJU_DATA ?? ".quanju");
  const instanceFile = join(data, "instance.json");
  if (!existsSync(instanceFile))
    throw new DemoStopped("No instance is running here: start one with `npm start`.");
  const { origin } = Instance.parse(JSON.parse(readFileSync(instanceFile, "utf8")));

  const play = new Play(join(data, "demo.json"), householdCount());
  const { QUANJU_DEMO_JOURNAL: journal } = process.env;
  const client = await DemoClient.connect(
    origin,
    `demo-${String(play.run).padStart(4, "0")}`,
    journal === undefined ? undefined : journalAt(journal),
  );
  play.say(
    play.resumed
      ? `继续第 ${play.run} 次演示 Resuming run ${play.run}`
      : `第 ${play.run} 次演示 Run ${play.run}`,
    origin,
  );

  const today = await play.step("today", z.string(), async () => civilDay(await clockOf(client)));
  await fileALease(client, play, today);
  const households = await applyAndWait(client, play);
  const dates = await publishScheme(client, play);
  await registerIntents(client, play, { households, dates });
  await freezeRoster(client, play, { households, dates });
  const publicValue = await draw(client, play, dates);
  await chooseAndSign(client, play, households);

  const bundle = `${origin}/files/draws/${schemeIdOf(play.run)}/bundle.json`;
  const policy = join(data, "policy.json");
  await checkSlip(client, play, { households, bundle, policy });
  play.say("任何人重算这次摇号 Anyone recomputes the draw", bundle);
  const code = await verify([bundle, "--policy", policy, "--public", `kl8=${publicValue}`]);
  if (code === 0) play.finish();
  return code;
}

try {
  process.exitCode = await main();
} catch (error) {
  const cause =
    error instanceof DemoStopped || error instanceof TypeError ? error.message : undefined;
  if (cause === undefined) throw error;
  process.stderr.write(`${cause}\nRun \`npm run demo\` again: it goes on where it stopped.\n`);
  process.exitCode = 1;
}
