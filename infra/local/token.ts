import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { dataFolder } from "./data-folder.ts";
import { MACHINES, machineToken } from "./oidc/clients.ts";
import { demoPeople } from "./people.ts";

// `npm run --silent token -- PERSON`: prints an access token for the running instance, nothing else.

const Instance = z.object({ origin: z.url() });
const Tokens = z.object({ tokens: z.tuple([z.object({ accessToken: z.string() })]) });

/** The origin that the running instance wrote down; undefined when none has. */
function runningOrigin(): string | undefined {
  try {
    return Instance.parse(JSON.parse(readFileSync(join(dataFolder(), "instance.json"), "utf8")))
      .origin;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Undefined when nothing answers there. */
async function ask(origin: string, key: string): Promise<Response | undefined> {
  try {
    return await fetch(`${origin}/oidc/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ people: [key] }),
      signal: AbortSignal.timeout(10_000),
    });
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return undefined;
    throw error;
  }
}

/** Undefined when there is no such machine, or nothing answers: then the way of people says so. */
async function askForMachine(origin: string, key: string): Promise<string | undefined> {
  try {
    return await machineToken(origin, join(dataFolder(), "oidc"), key);
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return undefined;
    throw error;
  }
}

async function main(key: string | undefined): Promise<number> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const listPeople = (): void => {
    for (const person of demoPeople()) say(`  ${person.key.padEnd(20)}${person.note.en}`);
    say("  generated-N         Generated citizen N, from 0 to 999999");
    for (const { key, jurisdiction } of MACHINES)
      say(`  ${key.padEnd(20)} A machine of that agency (${jurisdiction})`);
  };
  if (key === undefined) {
    say("Say whose token you want: npm run --silent token -- PERSON");
    listPeople();
    return 1;
  }
  const origin = runningOrigin();
  if (origin !== undefined && key.startsWith("agency:")) {
    const token = await askForMachine(origin, key);
    if (token !== undefined) {
      process.stdout.write(`${token}\n`);
      return 0;
    }
  }
  const answer = origin === undefined ? undefined : await ask(origin, key);
  if (answer === undefined) {
    say("No instance is running here: start one with `npm start`.");
    return 1;
  }
  if (answer.status === 422) {
    say(`There is no person "${key}". There are:`);
    listPeople();
    return 1;
  }
  if (!answer.ok) {
    say(`The running instance gave no token: it answered ${answer.status}.`);
    return 1;
  }
  const [{ accessToken }] = Tokens.parse(await answer.json()).tokens;
  process.stdout.write(`${accessToken}\n`);
  return 0;
}

process.exitCode = await main(process.argv[2]);
