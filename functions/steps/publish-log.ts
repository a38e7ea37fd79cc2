import {
  cosignatureTimes,
  openCheckpoint,
  readCheckpoint,
  signCheckpoint,
} from "../../shared/domain/draws/checkpoint.ts";
import { consistencyProof } from "../../shared/domain/draws/consistency.ts";
import { concat, toBase64, utf8 } from "../../shared/domain/draws/encoding.ts";
import { leafHash } from "../../shared/domain/draws/merkle.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import {
  appendToLog,
  edgePaths,
  emptyLog,
  readLogEdge,
  type LogEdge,
} from "../../shared/domain/draws/tiles.ts";
import {
  COSIGNER_KEY,
  NOTE_KEY,
  readVerifierKey,
  verifierKeyText,
  type VerifierKey,
} from "../../shared/domain/draws/verifier-key.ts";
import { askCosigner, type Cosigner } from "../../shared/platform/cosigners.ts";
import { log } from "../../shared/platform/log.ts";
import {
  keepCheckpoint,
  checkpointAt,
  checkpointCovering,
  latestCheckpoint,
  markPublished,
  readEntries,
  readLogHead,
  type LogCheckpoint,
  type LogHead,
} from "../../shared/store/log.ts";
import type { Services } from "../http/services.ts";
import type { Step } from "./step.ts";

/** The log could not be published now: cosigners are missing. It stays due. */
export class LogWaits extends Error {
  override name = "LogWaits";
}

/** The log's verifier key: its name is the origin. */
export async function logKey(services: Services): Promise<VerifierKey> {
  const name = services.config.LOG_ORIGIN;
  const text = verifierKeyText(name, NOTE_KEY, await services.keys.logPublicKey());
  const key = readVerifierKey(text, NOTE_KEY);
  if (!key) throw new Error("The log's name is no key name");
  return key;
}

/**
 * Publishes the log up to its head: tiles, then a checkpoint that enough cosigners have signed.
 * Done again, or by two at once, it changes nothing: tiles are fixed by their entries, and the
 * first cosigned checkpoint of a size is the one that counts.
 *
 * @throws LogWaits when fewer cosigners than the threshold have signed
 */
export async function publishLog(services: Services, at: string): Promise<void> {
  const head = await readLogHead(services.table);
  if (head.published >= head.size) return;

  const { root, tiles } = await grow(services, head.published, head.size);
  await Promise.all(
    tiles.map(({ path, bytes }) =>
      services.publicFiles.write(`log/${path}`, bytes, "application/octet-stream"),
    ),
  );
  const key = await logKey(services);
  const kept =
    (await checkpointAt(services.table, head.size)) ?? (await newCheckpoint(services, head, root));
  // Another got further while the cosigners were asked.
  if (kept === undefined) return;
  if (!openCheckpoint(kept, key)) throw new Error("A kept checkpoint is not the log's own");
  await writeCheckpoint(services, { size: head.size, text: kept });
  await markPublished(services.table, head.size, at);
}

/** Has the head signed and cosigned, and keeps it; undefined when it is published by now. */
async function newCheckpoint(
  services: Services,
  { size, published }: LogHead,
  root: Uint8Array,
): Promise<string | undefined> {
  const signed = await signCheckpoint({ size, root }, await logKey(services), (bytes) =>
    services.keys.signLog(bytes),
  );
  const text = await cosigned(services, signed, { old: published, size });
  if (text !== undefined) return keepCheckpoint(services.table, size, text);
  // Cosigners that have seen more of the log sign no earlier head.
  if ((await readLogHead(services.table)).published >= size) return undefined;
  throw new LogWaits();
}

/** Writes the public checkpoint. It never goes back: a later one that was kept is put there again. */
async function writeCheckpoint(services: Services, written: LogCheckpoint): Promise<void> {
  let last = written;
  for (;;) {
    await services.publicFiles.write("log/checkpoint", last.text, "text/plain; charset=utf-8");
    const later = await latestCheckpoint(services.table);
    if (!later || later.size <= last.size) return;
    last = later;
  }
}

/** The log's right edge at the published size, from its own tiles, grown by the entries since. */
async function grow(services: Services, published: number, size: number) {
  const edge = await readEdge(services, published);
  return appendToLog(edge, await readEntries(services.table, edge.size, size));
}

async function readEdge(services: Services, size: number): Promise<LogEdge> {
  if (size === 0) return emptyLog;
  const { hashes, entries } = edgePaths(size);
  const files = new Map<string, Uint8Array>();
  for (const path of [...hashes, ...(entries === undefined ? [] : [entries])]) {
    const bytes = await services.publicFiles.read(`log/${path}`);
    if (bytes) files.set(path, bytes);
  }
  // A lost tile is no disaster: the entries are in the table, and the log grows from its start.
  return readLogEdge(size, files) ?? emptyLog;
}

/** How long the last cosigners are waited for once enough have signed. */
const GRACE_MS = 1_500;

/**
 * The checkpoint with the lines of the cosigners that signed, in the policy's order; undefined when
 * they are too few.
 */
async function cosigned(
  services: Services,
  checkpoint: string,
  { old, size }: { old: number; size: number },
): Promise<string | undefined> {
  const { COSIGNERS: cosigners, COSIGN_THRESHOLD: threshold } = services.config;
  const lines = cosigners.map(() => "");
  const count = () => lines.filter((line) => line !== "").length;

  await new Promise<void>((done, fail) => {
    const asked = cosigners.map(async (cosigner, at) => {
      const answer = await askTwice(services, cosigner, { checkpoint, old, size });
      lines[at] = ownLine(cosigner, checkpoint, answer);
      // One that hangs must not hold up a log that enough others have signed.
      if (count() >= threshold) setTimeout(done, GRACE_MS).unref();
    });
    Promise.all(asked).then(() => {
      done();
    }, fail);
  });
  if (count() >= threshold) return checkpoint + lines.join("");
  log("warn", "log-waits", { step: "LOG", count: count() });
  return undefined;
}

/**
 * When an entry was cosigned: the threshold-th smallest time on its checkpoint (draw protocol 1).
 *
 * @returns Unix seconds; 0 where no cosigner is needed; undefined while it is not published
 */
export async function cosignedAt(services: Services, index: number): Promise<number | undefined> {
  const { COSIGNERS: cosigners, COSIGN_THRESHOLD: threshold } = services.config;
  const text = await checkpointCovering(services.table, index);
  const note = text === undefined ? undefined : readCheckpoint(text)?.note;
  if (!note) return undefined;
  const known = cosigners.flatMap(({ vkey }) => readVerifierKey(vkey, COSIGNER_KEY) ?? []);
  return threshold === 0 ? 0 : cosignatureTimes(note, known)?.[threshold - 1];
}

/**
 * The cosigner's own line out of what it answered, if it is good: a bad line of one would make
 * the whole checkpoint bad (draw protocol 6, step 2).
 */
function ownLine({ vkey }: Cosigner, checkpoint: string, answer: string): string {
  const key = readVerifierKey(vkey, COSIGNER_KEY);
  const line = key && answer.split("\n").find((one) => one.startsWith(`— ${key.name} `));
  if (!key || line === undefined) return "";
  const note = readCheckpoint(`${checkpoint}${line}\n`)?.note;
  const isGood = note && cosignatureTimes(note, [key])?.length === 1;
  if (!isGood) log("warn", "cosigner-did-not-sign", { errorName: "bad-signature" });
  return isGood ? `${line}\n` : "";
}

/** Asks from where we believe the cosigner stands; once more from where it says it does. */
async function askTwice(
  services: Services,
  cosigner: Cosigner,
  { checkpoint, old, size }: { checkpoint: string; old: number; size: number },
): Promise<string> {
  const ask = async (from: number) => {
    const proof = from > size ? [] : await proofFrom(services, from, size);
    return askCosigner(cosigner, { old: from, proof, checkpoint });
  };
  const first = await ask(old);
  const answer = first.kind === "other-size" ? await ask(first.size) : first;
  if (answer.kind === "signed") return answer.lines;
  log("warn", "cosigner-did-not-sign", {
    errorName: answer.kind,
    ...("status" in answer && { status: answer.status }),
  });
  return "";
}

async function proofFrom(services: Services, old: number, size: number): Promise<string[]> {
  if (old === 0 || old === size) return [];
  const entries = await readEntries(services.table, 0, size);
  const leaves = concat(...entries.map((entry) => leafHash(sha256Suite, utf8(entry))));
  return consistencyProof(leaves, old).map(toBase64);
}

/** The clock's repair of a log whose publication did not end with the act. */
export const logStep: Step = (services, _key, now) =>
  publishLog(services, new Date(now).toISOString());
