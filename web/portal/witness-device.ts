/**
 * What a witness's page keeps on its device, and nowhere else: the key, the pinned keys of the log,
 * nonces and notes. Keys are WebCrypto's where it knows Ed25519 (they cannot leave the browser then),
 * else a seed of our own; both sign the same notes.
 */
import type { DrawPolicy } from "../../shared/contract/draw.ts";
import { signCommit } from "../../shared/domain/draws/commit-note.ts";
import { publicKeyOf, signerOf, type Sign } from "../../shared/domain/draws/ed25519.ts";
import { toHex } from "../../shared/domain/draws/encoding.ts";
import {
  NOTE_KEY,
  readVerifierKey,
  verifierKeyText,
} from "../../shared/domain/draws/verifier-key.ts";
import type { KeptCommit, WitnessedDraw } from "../../shared/domain/draws/witness.ts";

type KeptKey = { readonly vkey: string; readonly pair?: CryptoKey; readonly seed?: Uint8Array };

const STORE = "kept";

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, fail) => {
    request.onsuccess = () => {
      done(request.result);
    };
    request.onerror = () => {
      fail(request.error ?? new DOMException("Not kept", "UnknownError"));
    };
  });

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open("quanju-witness", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE);
  };
  return asked(request);
}

async function read(name: string): Promise<unknown> {
  const database = await opened();
  const value: unknown = await asked(
    database.transaction(STORE, "readonly").objectStore(STORE).get(name),
  );
  database.close();
  return value;
}

/** Keeps a value, once it is really on the disk. */
async function keep(name: string, value: unknown): Promise<void> {
  const database = await opened();
  const transaction = database.transaction(STORE, "readwrite");
  transaction.objectStore(STORE).put(value, name);
  await new Promise<void>((done, fail) => {
    transaction.oncomplete = () => {
      done();
    };
    transaction.onabort = () => {
      fail(transaction.error ?? new DOMException("Not kept", "UnknownError"));
    };
  });
  database.close();
}

export const keptKey = async (): Promise<KeptKey | undefined> =>
  (await read("key")) as KeptKey | undefined;
export const keptCommit = async (drawId: string): Promise<KeptCommit | undefined> =>
  (await read(`draw ${drawId}`)) as KeptCommit | undefined;
export const keptPolicy = async (): Promise<DrawPolicy | undefined> =>
  (await read("policy")) as DrawPolicy | undefined;
export const pinPolicy = (policy: DrawPolicy): Promise<void> => keep("policy", policy);

const randomBytes = (): Uint8Array => crypto.getRandomValues(new Uint8Array(32));

/** A key that never leaves the browser; undefined where WebCrypto knows no Ed25519. */
async function browserKey(): Promise<{ pair: CryptoKey; publicKey: Uint8Array } | undefined> {
  try {
    const made = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
    if (!("privateKey" in made)) return undefined;
    const raw = await crypto.subtle.exportKey("raw", made.publicKey);
    return { pair: made.privateKey, publicKey: new Uint8Array(raw) };
  } catch (error) {
    // NotSupportedError in older engines; TypeError where the page is not a secure context.
    if (error instanceof DOMException || error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * Makes this device's key, once.
 *
 * @param name - key name, without spaces or `+`
 * @returns the verifier key, which the notice must name
 */
export async function makeKey(name: string): Promise<string> {
  const known = await keptKey();
  if (known) return known.vkey;
  const own = await browserKey();
  const seed = own ? undefined : randomBytes();
  const publicKey = own?.publicKey ?? publicKeyOf(seed ?? new Uint8Array(32));
  const vkey = verifierKeyText(name, NOTE_KEY, publicKey);
  await keep("key", own ? { vkey, pair: own.pair } : { vkey, seed });
  return vkey;
}

const signer = ({ pair, seed }: KeptKey): Sign =>
  pair
    ? async (message) =>
        new Uint8Array(
          await crypto.subtle.sign({ name: "Ed25519" }, pair, Uint8Array.from(message)),
        )
    : signerOf(seed ?? new Uint8Array(32));

/**
 * Makes nonce and commit of a draw and keeps them; asked again, gives those kept.
 *
 * @param source - id of this witness in the notice
 */
export async function commitTo(draw: WitnessedDraw, source: string): Promise<KeptCommit> {
  const { drawId } = draw.notice;
  const known = await keptCommit(drawId);
  if (known) return known;
  const own = await keptKey();
  const key = own && readVerifierKey(own.vkey, NOTE_KEY);
  if (!own || !key) throw new Error("A witness who commits has a key");
  const nonce = randomBytes();
  const terms = { drawId, witness: source, notice: draw.digest };
  const note = await signCommit(draw.suite, { ...terms, nonce }, key, signer(own));
  const commit = { drawId, source, notice: draw.digest, nonce: toHex(nonce), note };
  await keep(`draw ${drawId}`, commit);
  return commit;
}
