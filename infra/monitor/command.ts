import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import * as z from "zod";
import { DrawPolicy } from "../../shared/contract/draw.ts";
import { Unreachable, fetchBytes } from "../local/cosigner/public-files.ts";
import { writeDurably } from "../local/durable.ts";
import { Refusal } from "../local/refusal.ts";
import { clockAt } from "../local/simulators/service.ts";
import { look } from "./look.ts";
import { keepMemory, readMemory, type Memory } from "./memory.ts";

const USAGE = `Usage: npm run monitor -- URL [--policy FILE] [--state FILE] [--every SECONDS] [--clock URL]

URL        origin of the installation; its log is at URL/log/
--policy   keys to pin at the first look; without it URL/policy.json is believed once
--state    what the monitor remembers (default: quanju-monitor-HOST.json, here)
--every    look again and again; without it, once
--clock    where the installation's own clock is read, if it is not this machine's

Ends with 0 when all is well, 1 upon a rewrite, 2 for a wrong command, 3 when nothing can be reached.
`;

const OPTIONS = {
  policy: { type: "string" },
  state: { type: "string" },
  every: { type: "string" },
  clock: { type: "string" },
} as const;

class Usage extends Error {}

function commandLine(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    });
    const [url = "", ...rest] = positionals;
    const site = z.url({ protocol: /^https?$/ }).safeParse(url);
    const every = values.every === undefined ? undefined : Number(values.every);
    if (!site.success || rest.length > 0) throw new Usage("Say the address of one installation.");
    if (every !== undefined && !(every >= 1)) throw new Usage("--every takes seconds, from 1 on.");
    const log = new URL("log/", site.data.endsWith("/") ? site.data : `${site.data}/`);
    const state = values.state ?? `quanju-monitor-${log.host.replaceAll(":", "-")}.json`;
    return { log, every, clock: values.clock, policy: values.policy, state: resolve(state) };
  } catch (error) {
    if (error instanceof Usage) throw error;
    // parseArgs says what is wrong with a TypeError.
    if (error instanceof TypeError) throw new Usage(error.message);
    throw error;
  }
}

type Command = ReturnType<typeof commandLine>;
type Say = (line: string) => void;

/** What is remembered of this log; at first, only the keys to hold it to. */
async function knownOf({ log, policy, state }: Command, say: Say) {
  const memory = readMemory(state);
  if (memory && memory.log !== log.href)
    throw new Refusal(`The file ${state} is about another log, ${memory.log}.`);
  if (memory) return memory;
  const bytes =
    policy === undefined
      ? await fetchBytes(new URL("../policy.json", log).href)
      : readFileSync(policy);
  const read = DrawPolicy.safeParse(jsonOf(bytes));
  if (!read.success) throw new Refusal("The policy of keys is missing or malformed.");
  if (policy === undefined)
    say("first look: the keys of policy.json are pinned; compare them with the printed ones");
  return { log: log.href, policy: read.data };
}

function jsonOf(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** One look. @returns the code to end with */
async function lookOnce(command: Command, say: Say): Promise<0 | 1 | 3> {
  try {
    const known: Pick<Memory, "log" | "policy"> & Partial<Memory> = await knownOf(command, say);
    const now = Math.floor((await clockAt(command.clock)()) / 1000);
    const found = await look(known, now);
    if (found.kind === "alarm") {
      const { code, what } = found.alarm;
      const evidence = { ...found, remembered: known.checkpoint ?? null, at: now };
      const path = `${command.state}.alarm-${String(now)}.json`;
      writeDurably(path, `${JSON.stringify(evidence, null, 1)}\n`);
      say(`ALARM ${code} ${what}`);
      say(`evidence ${path}`);
      return 1;
    }
    for (const warning of found.warnings) say(`WARN ${warning}`);
    keepMemory(command.state, found.memory);
    const grown = found.memory.size - (known.size ?? 0);
    say(`OK size ${String(found.memory.size)} (+${String(grown)}) root ${found.memory.root}`);
    return 0;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    say(`UNREACHABLE ${error.message}`);
    return 3;
  }
}

/**
 * The command `monitor`: looks once, or again and again until there is an alarm.
 *
 * @param say - is given each line of the report
 * @param complain - is given what is wrong with the command or the files it needs
 * @returns the code to end with: 0 all well, 1 upon a rewrite, 2 wrong command, 3 unreachable
 */
export async function runMonitor(
  args: readonly string[],
  say: Say,
  complain: Say,
): Promise<0 | 1 | 2 | 3> {
  try {
    const command = commandLine(args);
    let code = await lookOnce(command, say);
    while (command.every !== undefined && code !== 1) {
      await sleep(command.every * 1000);
      code = await lookOnce(command, say);
    }
    return code;
  } catch (error) {
    if (!(error instanceof Usage) && !(error instanceof Refusal)) throw error;
    complain(error.message);
    if (error instanceof Usage) complain(USAGE);
    return 2;
  }
}
