/** Checkpoints of the log (C2SP tlog-checkpoint) and cosignatures on them (tlog-cosignature v1). */
import { type Sign, verifyEd25519 } from "./ed25519.ts";
import { concat, readBase64, readDecimal, toBase64, u64, utf8 } from "./encoding.ts";
import {
  isSignedBy,
  linesOf,
  readNote,
  type SignedNote,
  signatureLine,
  signNote,
} from "./signed-note.ts";
import type { VerifierKey } from "./verifier-key.ts";

export type Checkpoint = {
  origin: string;
  size: number;
  /** MTH of the first `size` leaves; 32 bytes. */
  root: Uint8Array;
  note: SignedNote;
};

/** The text a log signs: origin, size, root, each on its line. */
export const checkpointText = (origin: string, size: number, root: Uint8Array): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** Reads a checkpoint without checking any signature; undefined when malformed. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const note = readNote(text);
  if (!note) return undefined;
  const [origin = "", sizeText = "", rootText = "", ...extensions] = note.text
    .slice(0, -1)
    .split("\n");
  const size = readDecimal(sizeText);
  const root = readBase64(rootText);
  if (origin === "" || size === undefined || root?.length !== 32) return undefined;
  if (extensions.includes("")) return undefined;
  return { origin, size, root, note };
}

/** Reads a checkpoint of this log: its origin is the key's name and it bears the key's signature. */
export function openCheckpoint(text: string, log: VerifierKey): Checkpoint | undefined {
  const checkpoint = readCheckpoint(text);
  return checkpoint?.origin === log.name && isSignedBy(checkpoint.note, log)
    ? checkpoint
    : undefined;
}

/**
 * Signs the head of a log.
 *
 * @param log - the log's verifier key, type 0x01; its name is the origin
 * @returns the checkpoint as a note with the log's signature
 */
export const signCheckpoint = (
  head: { size: number; root: Uint8Array },
  log: VerifierKey,
  sign: Sign,
): Promise<string> => signNote(checkpointText(log.name, head.size, head.root), log, sign);

const cosignedMessage = (noteText: string, time: number): Uint8Array =>
  utf8(`cosignature/v1\ntime ${time}\n${noteText}`);

/**
 * A cosigner's line for a checkpoint that it has checked.
 *
 * @param checkpoint - the note to cosign; other signatures on it do not matter
 * @param cosigner - verifier key, type 0x04
 * @param time - Unix seconds
 * @returns the signature line with its LF, to be appended to the checkpoint
 * @throws RangeError when the checkpoint is malformed
 */
export async function cosign(
  checkpoint: string,
  cosigner: VerifierKey,
  { time, sign }: { time: number; sign: Sign },
): Promise<string> {
  const note = readCheckpoint(checkpoint)?.note;
  if (!note) throw new RangeError("not a checkpoint");
  return signatureLine(cosigner, concat(u64(time), await sign(cosignedMessage(note.text, time))));
}

/** The time of one cosignature, or undefined when the line is invalid. */
function cosignatureTime(
  note: SignedNote,
  cosigner: VerifierKey,
  line: Uint8Array,
): number | undefined {
  if (line.length !== 72) return undefined;
  const time = Number(new DataView(line.buffer, line.byteOffset, 8).getBigUint64(0));
  if (!Number.isSafeInteger(time)) return undefined;
  const message = cosignedMessage(note.text, time);
  return verifyEd25519(cosigner.publicKey, message, line.subarray(8)) ? time : undefined;
}

/**
 * The times at which these cosigners signed, ascending. Each counts once, by its first line.
 *
 * @returns undefined when a line of one of them is invalid (`E_COSIGN`); unknown keys are ignored
 */
export function cosignatureTimes(
  note: SignedNote,
  cosigners: readonly VerifierKey[],
): number[] | undefined {
  const times: number[] = [];
  for (const cosigner of cosigners) {
    const read = linesOf(note, cosigner).map(({ signature }) =>
      cosignatureTime(note, cosigner, signature),
    );
    if (read.includes(undefined)) return undefined;
    if (read[0] !== undefined) times.push(read[0]);
  }
  return times.sort((a, b) => a - b);
}
