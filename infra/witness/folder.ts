import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { DrawPolicy } from "../../shared/contract/draw.ts";
import { publicKeyOf } from "../../shared/domain/draws/ed25519.ts";
import { fromHex } from "../../shared/domain/draws/encoding.ts";
import { NOTE_KEY, verifierKeyText } from "../../shared/domain/draws/verifier-key.ts";
import type { KeptCommit } from "../../shared/domain/draws/witness.ts";
import { openFolder, readKept } from "../local/data-folder.ts";
import { writeDurably } from "../local/durable.ts";
import { Refusal } from "../local/refusal.ts";

const Hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const Key = z.strictObject({ name: z.string(), seed: Hex32 });
const Commit = z.strictObject({
  ...{ drawId: z.string(), source: z.string(), notice: Hex32, nonce: Hex32, note: z.string() },
});

/** A witness's key: its name, its seed, and the verifier key that the notice names. */
export type WitnessKey = { readonly vkey: string; readonly seed: Uint8Array };

/**
 * A witness's own folder, for its user alone: `key.json`, `policy.json`, and a file for each draw.
 * What is secret never leaves it but in the envelope.
 */
export function witnessFolder(folder: string) {
  openFolder(folder);
  const at = (name: string): string => join(folder, name);
  return {
    /**
     * Makes the key, once.
     *
     * @throws Refusal when there is one: a notice may name it already
     */
    makeKey(name: string): WitnessKey {
      if (existsSync(at("key.json"))) throw new Refusal("There is a key in this folder already.");
      const seed = randomBytes(32);
      writeDurably(at("key.json"), `${JSON.stringify({ name, seed: seed.toString("hex") })}\n`);
      return { vkey: verifierKeyText(name, NOTE_KEY, publicKeyOf(seed)), seed };
    },
    /** @throws Refusal when no key was made */
    key(): WitnessKey {
      const kept = readKept(at("key.json"), (value) => Key.parse(value));
      if (!kept)
        throw new Refusal("There is no key here: make one with `witness key --name NAME`.");
      const seed = fromHex(kept.seed);
      return { vkey: verifierKeyText(kept.name, NOTE_KEY, publicKeyOf(seed)), seed };
    },
    policy: () => readKept(at("policy.json"), (value) => DrawPolicy.parse(value)),
    pin(policy: DrawPolicy): void {
      writeDurably(at("policy.json"), `${JSON.stringify(policy)}\n`);
    },
    commit: (drawId: string): KeptCommit | undefined =>
      readKept(at(`${drawId}.json`), (value) => Commit.parse(value)),
    /** On disk before it is handed in: a nonce that is lost cannot be revealed. */
    keep(commit: KeptCommit): void {
      writeDurably(at(`${commit.drawId}.json`), `${JSON.stringify(commit)}\n`);
    },
  };
}
