import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { DrawPolicy } from "../../shared/contract/draw.ts";
import { signCommit } from "../../shared/domain/draws/commit-note.ts";
import { signerOf } from "../../shared/domain/draws/ed25519.ts";
import { NOTE_KEY, readVerifierKey } from "../../shared/domain/draws/verifier-key.ts";
import {
  envelopeText,
  opensNote,
  readEnvelope,
  revealHold,
  sourceOfKey,
  witnessedDraw,
  type KeptCommit,
  type WitnessedDraw,
} from "../../shared/domain/draws/witness.ts";
import { witnessesOf } from "../../shared/domain/draws/notice-rules.ts";
import { readWholeLog } from "../../web/verify/whole-log.ts";
import { Unreachable, fetchBytes } from "../local/cosigner/public-files.ts";
import { Refusal } from "../local/refusal.ts";
import { clockAt } from "../local/simulators/service.ts";
import { witnessFolder } from "./folder.ts";

export const USAGE = `Usage: npm run witness -- COMMAND [arguments]

key --name NAME               makes this witness's key; prints what the notice must name
commit URL DRAW               makes nonce and signed commit for a draw
envelope DRAW                 prints the sealed copy, for an envelope to another witness
reveal URL DRAW               prints the nonce, if it may be revealed now
open URL FILE                 checks an envelope that stands in for an absent witness

--folder FOLDER   where key and nonces are kept (default: quanju-witness, here)
--policy FILE     keys of the log to pin; without it URL/policy.json is believed once
--certified       the notary certified the roster's last change (reveal)
--send            hands it in, with the bearer token in WITNESS_TOKEN (commit, reveal, open)
--clock URL       the installation's own clock, if it is not this machine's
`;

const OPTIONS = {
  name: { type: "string" },
  folder: { type: "string", default: "quanju-witness" },
  policy: { type: "string" },
  certified: { type: "boolean", default: false },
  send: { type: "boolean", default: false },
  clock: { type: "string" },
} as const;

class Usage extends Error {}

function commandLine(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (error instanceof TypeError) throw new Usage(error.message);
    throw error;
  }
}

type Given = ReturnType<typeof commandLine>["values"];
type Say = (line: string) => void;
type Place = ReturnType<typeof witnessFolder>;

const siteIn = (text: string | undefined): string => {
  const site = z.url({ protocol: /^https?$/ }).safeParse(text);
  if (!site.success) throw new Usage("Say the address of the installation.");
  return site.data.replace(/\/$/, "");
};
const drawIn = (text: string | undefined): string => {
  if (text === undefined || !/^[a-z0-9-]{3,40}$/.test(text)) throw new Usage("Name the draw.");
  return text;
};

function jsonOf(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The keys of the log: pinned here, or believed once and pinned. */
async function policyOf(place: Place, site: string, given: Given): Promise<DrawPolicy> {
  const pinned = place.policy();
  if (pinned) return pinned;
  const bytes =
    given.policy === undefined
      ? await fetchBytes(`${site}/policy.json`)
      : readFileSync(given.policy);
  const read = DrawPolicy.safeParse(jsonOf(bytes));
  if (!read.success) throw new Refusal("The policy of keys is missing or malformed.");
  place.pin(read.data);
  return read.data;
}

const Checkpoints = z.record(z.string(), z.string());

/** The draw as the log has it; @throws Refusal when the log is not believed or has no such draw */
async function drawOf(
  place: Place,
  { site, drawId }: { site: string; drawId: string },
  given: Given,
): Promise<WitnessedDraw> {
  const policy = await policyOf(place, site, given);
  const log = await readWholeLog((path) => fetchBytes(`${site}/log/${path}`));
  if (!log) throw new Unreachable("The log has no checkpoint.");
  const file = await fetchBytes(`${site}/files/draws/${drawId}/checkpoints.json`);
  const checkpoints = Checkpoints.safeParse(jsonOf(file)).data ?? {};
  const draw = witnessedDraw(drawId, { ...log, checkpoints }, policy);
  if (typeof draw === "string") throw new Refusal(`The draw cannot be witnessed: ${draw}.`);
  return draw;
}

/** Hands something in; the same is taken once, so that doing it again is safe. */
async function send(path: string, what: string, body: unknown): Promise<void> {
  const token = process.env.WITNESS_TOKEN;
  if (token === undefined || token === "") throw new Refusal("WITNESS_TOKEN is not set.");
  const answer = await fetch(path, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "idempotency-key": createHash("sha256").update(what).digest("hex"),
    },
    body: JSON.stringify(body),
  });
  if (answer.ok) return;
  const problem = z.object({ type: z.string() }).safeParse(await answer.json());
  throw new Refusal(`Not taken: ${String(answer.status)} ${problem.data?.type ?? ""}`);
}

type Task = { place: Place; given: Given; say: Say };

async function commit({ place, given, say }: Task, rest: readonly string[]): Promise<void> {
  const [site, drawId] = [siteIn(rest[0]), drawIn(rest[1])];
  const draw = await drawOf(place, { site, drawId }, given);
  const { vkey, seed } = place.key();
  const source = sourceOfKey(draw, vkey);
  const key = readVerifierKey(vkey, NOTE_KEY);
  if (!source || !key) throw new Refusal("The notice names no witness with this key.");
  const known = place.commit(drawId);
  if (known && known.notice !== draw.digest)
    throw new Refusal("This witness has committed under another notice of this draw.");
  const kept = known ?? (await newCommit());
  say(`draw ${drawId} ${draw.notice.title}`);
  say(`notice ${draw.digest}`);
  say(kept.note);
  if (given.send) {
    const path = `${site}/api/draws/${drawId}/witnesses/${source.id}/commit`;
    await send(path, `commit-${drawId}-${source.id}`, { note: kept.note });
    say("SENT");
  }

  async function newCommit(): Promise<KeptCommit> {
    const terms = { drawId, witness: source?.id ?? "", notice: draw.digest };
    const nonce = randomBytes(32);
    if (!key) throw new Error("A key that was read is there");
    const note = await signCommit(draw.suite, { ...terms, nonce }, key, signerOf(seed));
    const made = { drawId, source: terms.witness, notice: draw.digest };
    const commit: KeptCommit = { ...made, nonce: nonce.toString("hex"), note };
    place.keep(commit);
    return commit;
  }
}

async function reveal({ place, given, say }: Task, rest: readonly string[]): Promise<void> {
  const [site, drawId] = [siteIn(rest[0]), drawIn(rest[1])];
  const kept = place.commit(drawId);
  if (!kept) throw new Refusal("Nothing was committed to this draw from here.");
  const draw = await drawOf(place, { site, drawId }, given);
  await handOver({ place, given, say }, { site, draw, kept });
}

/** An envelope that another witness sealed: opened when that witness is absent (draw protocol 3). */
async function open({ place, given, say }: Task, rest: readonly string[]): Promise<void> {
  const site = siteIn(rest[0]);
  const sealed = rest[1] === undefined ? undefined : readEnvelope(readFileSync(rest[1], "utf8"));
  if (!sealed) throw new Usage("This file is no sealed copy.");
  const draw = await drawOf(place, { site, drawId: drawIn(sealed.drawId) }, given);
  const index = witnessesOf(draw.notice).findIndex(({ id }) => id === sealed.source);
  const note = draw.freeze?.document.commits[index] ?? "";
  if (!opensNote(draw, { ...sealed, note }))
    throw new Refusal("The envelope does not open the commitment in the freeze.");
  await handOver({ place, given, say }, { site, draw, kept: { ...sealed, note } });
}

type Reveal = { site: string; draw: WitnessedDraw; kept: KeptCommit };

async function handOver({ given, say }: Task, { site, draw, kept }: Reveal): Promise<void> {
  const now = Math.floor((await clockAt(given.clock)()) / 1000);
  const hold = revealHold(draw, kept, { now, certified: given.certified });
  if (hold) throw new Refusal(`The nonce is kept: ${hold}.`);
  say(kept.nonce);
  if (!given.send) return;
  const { drawId, source, nonce } = kept;
  const path = `${site}/api/draws/${drawId}/witnesses/${source}/reveal`;
  await send(path, `reveal-${drawId}-${source}`, { nonce });
  say("SENT");
}

async function run(args: readonly string[], say: Say): Promise<void> {
  const { values: given, positionals } = commandLine(args);
  const [command, ...rest] = positionals;
  const place = witnessFolder(resolve(given.folder));
  const task = { place, given, say };
  switch (command) {
    case "key":
      if (given.name === undefined || !/^[^\s+]{1,100}$/.test(given.name))
        throw new Usage("A key has a name, without spaces or +.");
      say(place.makeKey(given.name).vkey);
      return;
    case "commit":
      return commit(task, rest);
    case "reveal":
      return reveal(task, rest);
    case "open":
      return open(task, rest);
    case "envelope": {
      const kept = place.commit(drawIn(rest[0]));
      if (!kept) throw new Refusal("Nothing was committed to this draw from here.");
      say(envelopeText(kept).trimEnd());
      return;
    }
    case undefined:
    default:
      throw new Usage("Say what to do.");
  }
}

/**
 * The command `witness`.
 *
 * @returns the code to end with: 0 done, 1 refused, 2 wrong command, 3 unreachable
 */
export async function runWitness(
  args: readonly string[],
  say: Say,
  complain: Say,
): Promise<0 | 1 | 2 | 3> {
  try {
    await run(args, say);
    return 0;
  } catch (error) {
    if (error instanceof Usage) complain(`${error.message}\n\n${USAGE}`);
    else if (error instanceof Refusal || error instanceof Unreachable) complain(error.message);
    else throw error;
    return error instanceof Usage ? 2 : error instanceof Refusal ? 1 : 3;
  }
}
