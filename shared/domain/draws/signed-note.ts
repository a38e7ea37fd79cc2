/** Signed notes: a text, an empty line, signature lines (C2SP signed-note). */
import { type Sign, verifyEd25519 } from "./ed25519.ts";
import {
  concat,
  equalBytes,
  hasControl,
  isWellFormed,
  readBase64,
  toBase64,
  utf8,
} from "./encoding.ts";
import { isKeyName, type VerifierKey } from "./verifier-key.ts";

const MAX_NOTE = 65_536;
const MAX_SIGNATURES = 100;

export type NoteSignature = { name: string; keyId: Uint8Array; signature: Uint8Array };

export type SignedNote = {
  /** The signed text, with its last LF. */
  text: string;
  signatures: NoteSignature[];
};

/** Reads a note; undefined when malformed, over 64 KiB or with more than 100 signatures. */
export function readNote(note: string): SignedNote | undefined {
  if (note.length > MAX_NOTE || !isWellFormed(note) || !note.endsWith("\n")) return undefined;
  const split = note.lastIndexOf("\n\n");
  if (split < 0) return undefined;
  const text = note.slice(0, split + 1);
  if (hasControl(text)) return undefined;
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) return undefined;
  const signatures = lines.map(readSignatureLine);
  return signatures.every((read) => read !== undefined) ? { text, signatures } : undefined;
}

function readSignatureLine(line: string): NoteSignature | undefined {
  const [dash, name = "", encoded = "", ...rest] = line.split(" ");
  const bytes = readBase64(encoded);
  if (dash !== "—" || rest.length > 0 || !isKeyName(name)) return undefined;
  if (!bytes || bytes.length < 5) return undefined;
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/** The lines that claim to be this key's, in their order. */
export const linesOf = (note: SignedNote, key: VerifierKey): NoteSignature[] =>
  note.signatures.filter(({ name, keyId }) => name === key.name && equalBytes(keyId, key.id));

/** Whether the note bears this key's signature (type 0x01) and every line of this key is valid. */
export function isSignedBy(note: SignedNote, key: VerifierKey): boolean {
  const lines = linesOf(note, key);
  const message = utf8(note.text);
  return (
    lines.length > 0 && lines.every((line) => verifyEd25519(key.publicKey, message, line.signature))
  );
}

/** A signature line, with its LF. */
export const signatureLine = (key: VerifierKey, signature: Uint8Array): string =>
  `— ${key.name} ${toBase64(concat(key.id, signature))}\n`;

/** Signs a text (which ends in LF) as a note with one signature. */
export async function signNote(text: string, key: VerifierKey, sign: Sign): Promise<string> {
  return `${text}\n${signatureLine(key, await sign(utf8(text)))}`;
}
