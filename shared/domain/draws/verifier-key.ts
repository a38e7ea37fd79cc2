/** Verifier keys of signed notes, `name+id+base64(type||key)` (C2SP signed-note). */
import {
  concat,
  equalBytes,
  hasControl,
  readBase64,
  readHex,
  toBase64,
  toHex,
  utf8,
} from "./encoding.ts";
import { sha256Suite } from "./suites.ts";

/** Ed25519 over the note's text. */
export const NOTE_KEY = 0x01;
/** Ed25519 over a timestamped checkpoint (C2SP tlog-cosignature v1). */
export const COSIGNER_KEY = 0x04;
export type KeyType = typeof NOTE_KEY | typeof COSIGNER_KEY;

export type VerifierKey = {
  name: string;
  type: number;
  /** Four bytes that name the key on a signature line. */
  id: Uint8Array;
  publicKey: Uint8Array;
};

/** A key name is not empty and holds neither white space nor `+` nor control characters. */
export const isKeyName = (name: string): boolean => /^[^\s+]+$/u.test(name) && !hasControl(name);

/** SHA-256(name || LF || type || key)[:4]. */
function keyId(name: string, type: number, publicKey: Uint8Array): Uint8Array {
  return sha256Suite.hash(utf8(`${name}\n`), Uint8Array.of(type), publicKey).slice(0, 4);
}

/** The verifier key's text for a public key of 32 bytes. */
export function verifierKeyText(name: string, type: KeyType, publicKey: Uint8Array): string {
  const typed = toBase64(concat(Uint8Array.of(type), publicKey));
  return `${name}+${toHex(keyId(name, type, publicKey))}+${typed}`;
}

/** Reads a verifier key; undefined when malformed, its id wrong, or of another type. */
export function readVerifierKey(text: string, type: KeyType): VerifierKey | undefined {
  if (text.length > 1024) return undefined;
  const parts = /^([^+]+)\+([^+]+)\+(.+)$/.exec(text);
  if (!parts) return undefined;
  const [, name = "", idText = "", keyText = ""] = parts;
  const id = readHex(idText, 4);
  const typed = readBase64(keyText);
  if (!isKeyName(name) || !id || typed?.length !== 33 || typed[0] !== type) return undefined;
  const publicKey = typed.slice(1);
  return equalBytes(id, keyId(name, type, publicKey)) ? { name, type, id, publicKey } : undefined;
}
