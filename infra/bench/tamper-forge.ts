/**
 * The strongest enemy: a document is changed, and then the log and every cosigner sign it all anew.
 * Only what is recomputed from the rest can show it. Needs test keys whose seeds are known.
 */
import type { DrawPolicy } from "../../shared/contract/draw.ts";
import { canonicalText, type JsonValue } from "../../shared/domain/draws/canonical-json.ts";
import { cosign, readCheckpoint, signCheckpoint } from "../../shared/domain/draws/checkpoint.ts";
import { signerOf } from "../../shared/domain/draws/ed25519.ts";
import { equalBytes, fromHex, utf8 } from "../../shared/domain/draws/encoding.ts";
import { rootOfRows } from "../../shared/domain/draws/merkle.ts";
import { rowsOf } from "../../shared/domain/draws/bulk-hash.ts";
import { openPolicy } from "../../shared/domain/draws/policy.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import type { Dice, Texts } from "./tamper-moves.ts";

/** Hex seeds of private keys, by the keys' names. */
export type Seeds = Readonly<Record<string, string>>;

/** Something else of the same type. */
function otherThan(value: JsonValue, dice: Dice): JsonValue {
  if (typeof value === "number") return value + (dice(2) === 0 ? 1 : -1 - dice(1000));
  if (typeof value === "boolean") return !value;
  if (value === null) return "0".repeat(64);
  if (typeof value === "string") {
    if (value === "" || dice(8) === 0) return `${value}0`;
    const at = dice(value.length);
    const letter = value[at] === "0" ? "1" : "0";
    return value.slice(0, at) + letter + value.slice(at + 1);
  }
  if (Array.isArray(value)) return changedList(value, dice);
  return changedObject(value, dice);
}

function changedList(items: JsonValue[], dice: Dice): JsonValue {
  const at = dice(items.length);
  const item = items[at];
  if (item === undefined || dice(6) === 0) return items.filter((_, i) => i !== at);
  return items.map((kept, i) => (i === at ? otherThan(item, dice) : kept));
}

/** Changes one member; not `type` and `drawId`, without which it is no document of the draw. */
function changedObject(object: Record<string, JsonValue>, dice: Dice): JsonValue {
  const names = Object.keys(object).filter((name) => name !== "type" && name !== "drawId");
  const name = names[dice(names.length)] ?? "";
  const value = object[name];
  return value === undefined ? object : { ...object, [name]: otherThan(value, dice) };
}

/** The entries that are documents of this draw; of an amendment much may truly have been another. */
const documentsOf = ({ log, drawId }: Texts): number[] =>
  log.flatMap((entry, i) => {
    const isDocument = /"type":"pvl1\/(notice|freeze|reveals|failure|result)"/.test(entry);
    return isDocument && entry.includes(`"drawId":"${drawId}"`) ? [i] : [];
  });

/** Signs a checkpoint as it was signed, by the same and at the same times, over another root. */
async function signAgain(text: string, log: readonly string[], policy: DrawPolicy, seeds: Seeds) {
  const open = openPolicy(policy);
  const before = readCheckpoint(text);
  if (!open || !before) throw new Error("not a good bundle");
  const signer = (name: string) => signerOf(fromHex(seeds[name] ?? ""));
  const root = rootOfRows(sha256Suite, rowsOf(log.slice(0, before.size).map(utf8)));
  const head = { size: before.size, root };
  const signed = await signCheckpoint(head, open.log, signer(open.log.name));
  let cosigned = signed;
  for (const { keyId, signature } of before.note.signatures) {
    const cosigner = open.cosigners.find(({ id }) => equalBytes(id, keyId));
    if (!cosigner) continue;
    const seconds = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
    const sign = signer(cosigner.name);
    cosigned += await cosign(signed, cosigner, { time: Number(seconds), sign });
  }
  return cosigned;
}

/** Changes one document of the bundle and has everything signed again. */
export async function forge(
  good: Texts,
  { policy, seeds }: { policy: DrawPolicy; seeds: Seeds },
  dice: Dice,
): Promise<void> {
  const documents = documentsOf(good);
  const at = documents[dice(documents.length)] ?? 0;
  const forged = canonicalText(otherThan(JSON.parse(good.log[at] ?? "") as JsonValue, dice));
  good.log[at] = forged ?? "";
  for (const [name, text] of Object.entries(good.checkpoints)) {
    good.checkpoints[name] = await signAgain(text, good.log, policy, seeds);
  }
}
