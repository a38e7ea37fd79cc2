/** Runs `primitives.json`: hashes, commitments, trees, seeds, tickets, numbers, notes, JSON. */
import * as z from "zod";
import { canonicalText, parseJson } from "../../shared/domain/draws/canonical-json.ts";
import {
  cosign,
  cosignatureTimes,
  openCheckpoint,
  signCheckpoint,
} from "../../shared/domain/draws/checkpoint.ts";
import { commitment } from "../../shared/domain/draws/commit-note.ts";
import { publicKeyOf, signerOf } from "../../shared/domain/draws/ed25519.ts";
import { fromHex, toHex, utf8 } from "../../shared/domain/draws/encoding.ts";
import { rowsOf } from "../../shared/domain/draws/bulk-hash.ts";
import { isIncluded, treeOfRows } from "../../shared/domain/draws/merkle.ts";
import { privateCommit } from "../../shared/domain/draws/private-commit.ts";
import { isPublicNumber } from "../../shared/domain/draws/public-number.ts";
import { ticketOf } from "../../shared/domain/draws/ranking.ts";
import { poolKeyOf, seedOf, transcriptOf } from "../../shared/domain/draws/seed.ts";
import { isSignedBy, readNote, signNote } from "../../shared/domain/draws/signed-note.ts";
import { type Suite, suiteNamed } from "../../shared/domain/draws/suites.ts";
import {
  COSIGNER_KEY,
  NOTE_KEY,
  readVerifierKey,
  verifierKeyText,
} from "../../shared/domain/draws/verifier-key.ts";
import type { Check } from "./vector-case.ts";

const SuiteVectors = z.strictObject({
  hash: z.array(z.object({ in: z.string(), out: z.string() })),
  hmac: z.array(z.object({ key: z.string(), msg: z.string(), out: z.string() })),
  commit: z.array(
    z.object({
      drawId: z.string(),
      witness: z.string(),
      nonce: z.string(),
      commitment: z.string(),
    }),
  ),
  private: z.array(
    z.object({
      drawId: z.string(),
      receipt: z.string(),
      salt: z.string(),
      applicationNo: z.string(),
      idType: z.string(),
      idNumber: z.string(),
      name: z.string(),
      commit: z.string(),
    }),
  ),
  merkle: z.array(
    z.object({
      leafFormat: z.string(),
      count: z.int(),
      root: z.string(),
      proofs: z.array(z.object({ index: z.int(), path: z.array(z.string()) })),
    }),
  ),
  seed: z.object({
    drawId: z.string(),
    freezeDigest: z.string(),
    items: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(["witness", "drand", "public"]),
        value: z.string(),
      }),
    ),
    transcript: z.string(),
    seed: z.string(),
    poolKeys: z.record(z.string(), z.string()),
  }),
  tickets: z.array(
    z.object({
      poolKey: z.string(),
      receipt: z.string(),
      weight: z.int(),
      ticket: z.string(),
    }),
  ),
});
type SuiteVectors = z.infer<typeof SuiteVectors>;

export const PrimitiveVectors = z.strictObject({
  suites: z.record(z.string(), SuiteVectors),
  publicNumbers: z.array(
    z.object({ game: z.string(), issue: z.string(), value: z.string(), valid: z.boolean() }),
  ),
  notes: z.strictObject({
    seed: z.string(),
    publicKey: z.string(),
    vkey: z.string(),
    cosignerVkey: z.string(),
    text: z.string(),
    note: z.string(),
    checkpoint: z.string(),
    cosignTime: z.int(),
  }),
  jcs: z.array(z.object({ value: z.unknown(), text: z.string() })),
});
export type PrimitiveVectors = z.infer<typeof PrimitiveVectors>;

function hashing(suite: Suite, vectors: SuiteVectors): Check[] {
  const at = (name: string) => `${suite.name} ${name}`;
  const sums = vectors.hash.map((v) => ({
    name: at("hash"),
    passed: toHex(suite.hash(fromHex(v.in))) === v.out,
  }));
  const macs = vectors.hmac.map((v) => ({
    name: at("hmac"),
    passed: toHex(suite.hmac(fromHex(v.key), fromHex(v.msg))) === v.out,
  }));
  const commits = vectors.commit.map((v) => ({
    name: at("commitment"),
    passed: toHex(commitment(suite, v, fromHex(v.nonce))) === v.commitment,
  }));
  const privates = vectors.private.map((v) => ({
    name: at("private commitment"),
    passed: toHex(privateCommit(suite, { ...v, salt: fromHex(v.salt) }, v)) === v.commit,
  }));
  const tickets = vectors.tickets.map((v) => ({
    name: at(`ticket of weight ${v.weight}`),
    passed: toHex(ticketOf(suite, fromHex(v.poolKey), v)) === v.ticket,
  }));
  return [...sums, ...macs, ...commits, ...privates, ...tickets];
}

function trees(suite: Suite, vectors: SuiteVectors): Check[] {
  return vectors.merkle.flatMap(({ leafFormat, count, root, proofs }) => {
    const leaves = Array.from({ length: count }, (_, i) =>
      utf8(leafFormat.replace("<i>", String(i))),
    );
    const tree = treeOfRows(suite, rowsOf(leaves));
    const name = `${suite.name} tree of ${count}`;
    const checks = proofs.map(({ index, path }) => {
      const leaf = leaves[index] ?? new Uint8Array();
      const proof = { leaf, index, count, path: path.map(fromHex), root: fromHex(root) };
      const made = tree.path(index).map(toHex).join() === path.join();
      return { name: `${name}, proof of ${index}`, passed: made && isIncluded(suite, proof) };
    });
    return [{ name, passed: toHex(tree.root) === root }, ...checks];
  });
}

function seeds(suite: Suite, { seed: vector }: SuiteVectors): Check[] {
  const items = vector.items.map((item) => ({ ...item, value: fromHex(item.value) }));
  const transcript = transcriptOf(vector.drawId, items);
  const seed = seedOf(suite, fromHex(vector.freezeDigest), transcript);
  const keys = Object.entries(vector.poolKeys).map(([pool, key]) => ({
    name: `${suite.name} key of pool ${pool}`,
    passed: toHex(poolKeyOf(suite, seed, { drawId: vector.drawId, pool })) === key,
  }));
  return [
    { name: `${suite.name} transcript`, passed: toHex(transcript) === vector.transcript },
    { name: `${suite.name} seed`, passed: toHex(seed) === vector.seed },
    ...keys,
  ];
}

/** Reads what is given and makes it again from the seed: signatures are deterministic. */
async function notes({ notes: vector }: PrimitiveVectors): Promise<Check[]> {
  const seed = fromHex(vector.seed);
  const publicKey = publicKeyOf(seed);
  const sign = signerOf(seed);
  const key = readVerifierKey(vector.vkey, NOTE_KEY);
  const cosigner = readVerifierKey(vector.cosignerVkey, COSIGNER_KEY);
  const note = readNote(vector.note);
  const checkpoint = key && openCheckpoint(vector.checkpoint, key);
  if (!key || !cosigner || !note || !checkpoint) return [{ name: "notes read", passed: false }];
  const signed = await signCheckpoint(checkpoint, key, sign);
  const line = await cosign(signed, cosigner, { time: vector.cosignTime, sign });
  const times = cosignatureTimes(checkpoint.note, [cosigner]);
  const vkeys = ([NOTE_KEY, COSIGNER_KEY] as const).map((type) =>
    verifierKeyText(key.name, type, publicKey),
  );
  return [
    { name: "public key", passed: toHex(publicKey) === vector.publicKey },
    { name: "verifier key", passed: vkeys[0] === vector.vkey },
    { name: "cosigner's verifier key", passed: vkeys[1] === vector.cosignerVkey },
    { name: "note verified", passed: note.text === vector.text && isSignedBy(note, key) },
    { name: "note signed", passed: (await signNote(vector.text, key, sign)) === vector.note },
    { name: "checkpoint signed and cosigned", passed: signed + line === vector.checkpoint },
    { name: "cosignature's time", passed: times?.join() === String(vector.cosignTime) },
  ];
}

/** Runs every vector of the file. */
export async function checkPrimitives(vectors: PrimitiveVectors): Promise<Check[]> {
  const suites = Object.entries(vectors.suites).flatMap(([name, of]) => {
    const suite = suiteNamed(name);
    if (!suite) return [{ name: `suite ${name}`, passed: false }];
    return [...hashing(suite, of), ...trees(suite, of), ...seeds(suite, of)];
  });
  const publicNumbers = vectors.publicNumbers.map((vector) => ({
    name: `public number ${vector.value}`,
    passed: isPublicNumber(vector.value, vector) === vector.valid,
  }));
  const texts = vectors.jcs.map(({ value, text }) => ({
    name: `canonical ${text}`,
    passed: canonicalText(value) === text && canonicalText(parseJson(text)?.value) === text,
  }));
  return [...suites, ...publicNumbers, ...(await notes(vectors)), ...texts];
}
