/** The bureau's electronic seal on an applicant's slip: what was taken in, signed at once (draw protocol 2). */
import type { Sign } from "../draws/ed25519.ts";
import { isSignedBy, readNote, signNote } from "../draws/signed-note.ts";
import { NOTE_KEY, readVerifierKey, verifierKeyText } from "../draws/verifier-key.ts";

/** What the seal covers; nothing of it names a person. */
export type SealedEntry = {
  readonly drawId: string;
  readonly receipt: string;
  /** In the notice's order. */
  readonly pools: readonly string[];
  readonly score: number;
  /** Private commitment, hex. */
  readonly commit: string;
  readonly registeredAt: string;
};

/** Seven lines, the first of which no other thing that is signed here begins with. */
const textOf = ({ drawId, receipt, pools, score, commit, registeredAt }: SealedEntry): string =>
  ["quanju/slip/1", drawId, receipt, pools.join("+"), String(score), commit, registeredAt, ""].join(
    "\n",
  );

/**
 * The key slips of an installation are checked with, as text (C2SP signed-note). It stands in the
 * rules file of every draw, to which the notice is bound.
 *
 * @param logOrigin - name of the public log; the key's name is behind it
 */
export const slipVerifierKey = (logOrigin: string, publicKey: Uint8Array): string =>
  verifierKeyText(`${logOrigin}/slips`, NOTE_KEY, publicKey);

/** Seals an entry as a signed note. @throws Error when the verifier key is none */
export async function sealEntry(entry: SealedEntry, vkey: string, sign: Sign): Promise<string> {
  const key = readVerifierKey(vkey, NOTE_KEY);
  if (!key) throw new Error("Not the key of slips");
  return signNote(textOf(entry), key, sign);
}

/** Whether a seal is on just this entry, and by this key. */
export function isSealOf(seal: string, entry: SealedEntry, vkey: string): boolean {
  const key = readVerifierKey(vkey, NOTE_KEY);
  const note = readNote(seal);
  return key !== undefined && note?.text === textOf(entry) && isSignedBy(note, key);
}
