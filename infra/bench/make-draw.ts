/** A whole draw made with the product's builders, for measuring: fixed keys, any number of entries. */
import { createHash } from "node:crypto";
import type {
  DrawBundle,
  DrawPolicy,
  NoticeDocument,
  SourceValue,
} from "../../shared/contract/draw.ts";
import { buildFreeze, buildNotice, buildReveals } from "../../shared/domain/draws/author.ts";
import { computeResult } from "../../shared/domain/draws/author-result.ts";
import { cosign, signCheckpoint } from "../../shared/domain/draws/checkpoint.ts";
import { signCommit } from "../../shared/domain/draws/commit-note.ts";
import { publicKeyOf, signerOf } from "../../shared/domain/draws/ed25519.ts";
import { isRefusal, type Refusal } from "../../shared/domain/draws/refusal.ts";
import { suiteNamed } from "../../shared/domain/draws/suites.ts";
import { appendToLog, emptyLog, type LogEdge } from "../../shared/domain/draws/tiles.ts";
import {
  COSIGNER_KEY,
  type KeyType,
  NOTE_KEY,
  readVerifierKey,
  verifierKeyText,
} from "../../shared/domain/draws/verifier-key.ts";

/** Bytes that are the same in every run. */
export const bytesFor = (label: string): Uint8Array =>
  Uint8Array.from(createHash("sha256").update(label).digest());

/** A value that must not be a refusal. @throws Error when it is one */
export function sound<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Error(`refused: ${value.refused} ${JSON.stringify(value.at)}`);
  return value;
}

const keyNamed = (name: string, type: KeyType) => {
  const seed = bytesFor(`seed of ${name}`);
  const text = verifierKeyText(name, type, publicKeyOf(seed));
  const key = readVerifierKey(text, type);
  if (!key) throw new Error("a key that was just written cannot be read");
  return { text, key, sign: signerOf(seed) };
};

export const logKey = keyNamed("draw.test/log", NOTE_KEY);
export const cosignerKeys = ["notary.test/c", "university.test/c", "press.test/c"].map((name) =>
  keyNamed(name, COSIGNER_KEY),
);
export const witnessKeys = ["w-notary", "w-applicant", "w-discipline"].map((id) => ({
  id,
  ...keyNamed(`${id}.test/draw`, NOTE_KEY),
}));

export const testPolicy: DrawPolicy = {
  log: logKey.text,
  cosigners: cosignerKeys.map(({ text }) => text),
  threshold: 2,
};

export const START = 1_800_000_000;

/** A notice of two pools in mode B (kl8). */
export const noticeFields = (but: Partial<NoticeDocument> = {}): Omit<NoticeDocument, "type"> => ({
  drawId: "test-draw",
  suite: "PVL1-SHA256",
  title: "保障性租赁住房公开摇号测试",
  rules: Buffer.from(bytesFor("rules")).toString("hex"),
  freezeBy: START + 10_000,
  revealBy: START + 20_000,
  pools: [
    { id: "A", units: 2, spill: "G" },
    { id: "G", units: 3, spill: "-" },
  ],
  options: { score: false, weight: false, link: false },
  sources: [
    ...witnessKeys.map(({ id, text }) => ({
      id,
      kind: "witness" as const,
      role: "test",
      vkey: text,
    })),
    { id: "kl8", kind: "public", game: "kl8", issue: "2026101", at: START + 30_000 },
  ],
  minWitness: 2,
  fallback: null,
  ...but,
});

export const kl8Value: SourceValue = {
  id: "kl8",
  value: "kl8:2026101:02,05,07,11,13,17,19,23,29,31,37,41,43,47,53,59,61,67,71,80",
};

/** A log that signs a checkpoint after each document and has it cosigned. */
export class DrawLog {
  #edge: LogEdge = emptyLog;
  readonly entries: string[] = [];
  readonly checkpoints: Record<string, string> = {};
  /** The log's own files but its checkpoint, by their paths. */
  readonly tiles = new Map<string, Uint8Array>();

  append(entry: string): Promise<string> {
    this.entries.push(entry);
    const { edge, root, tiles } = appendToLog(this.#edge, [entry]);
    for (const { path, bytes } of tiles) this.tiles.set(path, bytes);
    this.#edge = edge;
    return signCheckpoint({ size: edge.size, root }, logKey.key, logKey.sign);
  }

  async publish(name: string, entry: string, time: number): Promise<void> {
    const head = await this.append(entry);
    let cosigned = head;
    for (const [i, { key, sign }] of cosignerKeys.entries()) {
      cosigned += await cosign(head, key, { time: time + 7 * i, sign });
    }
    this.checkpoints[name] = cosigned;
  }
}

/** Commit notes and nonces of the three witnesses. */
async function witness(notice: { document: NoticeDocument; digest: string }) {
  const suite = suiteNamed(notice.document.suite);
  if (!suite) throw new Error("no such suite");
  const commits: string[] = [];
  const nonces = new Map<string, Uint8Array>();
  for (const { id, key, sign } of witnessKeys) {
    const nonce = bytesFor(`nonce of ${id}`);
    const { drawId } = notice.document;
    const terms = { drawId, witness: id, notice: notice.digest, nonce };
    nonces.set(id, nonce);
    commits.push(await signCommit(suite, terms, key, sign));
  }
  return { commits, nonces };
}

/**
 * Plays a draw from its notice to its result.
 *
 * @param roster - text of roster.csv
 * @param absent - witnesses that do not reveal
 */
export async function makeDraw(
  fields: Omit<NoticeDocument, "type">,
  roster: string,
  absent: readonly string[] = [],
) {
  const log = new DrawLog();
  await log.append(`{"drawId":"another-draw","type":"pvl1/notice"}`);
  const notice = sound(buildNotice(fields));
  await log.publish("notice", notice.entry, START);
  const { commits, nonces } = await witness(notice);
  const freeze = sound(buildFreeze(notice.entry, { version: 1, roster, commits }));
  await log.publish("freeze", freeze.entry, START + 9000);
  for (const id of absent) nonces.delete(id);
  const core = { notice: notice.entry, freeze: freeze.entry };
  const reveals = sound(buildReveals(core, nonces));
  await log.publish("reveals", reveals.entry, START + 15_000);
  const inputs = { ...core, reveals: reveals.entry, roster, values: [kl8Value] };
  const result = sound(computeResult(inputs));
  await log.publish("result", result.entry, START + 31_000);
  return { log, inputs, result };
}

/** What is published of a draw. */
export const bundleOf = (
  drawId: string,
  { log, inputs, result }: Awaited<ReturnType<typeof makeDraw>>,
): DrawBundle & { ranking: string } => ({
  drawId,
  log: log.entries,
  checkpoints: log.checkpoints,
  roster: inputs.roster,
  ranking: result.ranking,
});
