/** A witness's commitment to its nonce, as a signed note of five lines (section 3). */
import type { Sign } from "./ed25519.ts";
import { lp, toHex } from "./encoding.ts";
import { isSignedBy, readNote, signNote } from "./signed-note.ts";
import type { Suite } from "./suites.ts";
import type { VerifierKey } from "./verifier-key.ts";

/** H(lp("PVL1:commit")||lp(drawId)||lp(id)||nonce). @param nonce - 32 bytes of the witness's own */
export const commitment = (
  suite: Suite,
  at: { drawId: string; witness: string },
  nonce: Uint8Array,
): Uint8Array => suite.hash(lp("PVL1:commit"), lp(at.drawId), lp(at.witness), nonce);

export type CommitTerms = {
  drawId: string;
  /** Source id of the witness in the notice. */
  witness: string;
  /** Digest of the notice, hex. */
  notice: string;
};

/** The five lines a witness signs. */
export const commitText = (terms: CommitTerms, commitmentHex: string): string =>
  `pvl1/commit\n${terms.drawId}\n${terms.witness}\n${terms.notice}\n${commitmentHex}\n`;

/**
 * Makes a witness's commit note.
 *
 * @param nonce - 32 bytes; keep it secret until the freeze is cosigned and freezeBy is past
 * @param key - the witness's verifier key, type 0x01, as in the notice
 */
export function signCommit(
  suite: Suite,
  terms: CommitTerms & { nonce: Uint8Array },
  key: VerifierKey,
  sign: Sign,
): Promise<string> {
  if (terms.nonce.length !== 32) throw new RangeError("a nonce has 32 bytes");
  return signNote(commitText(terms, toHex(commitment(suite, terms, terms.nonce))), key, sign);
}

/** The commitment (hex) of a commit note with these terms, signed by this witness; else undefined. */
export function openCommit(note: string, terms: CommitTerms, key: VerifierKey): string | undefined {
  const read = readNote(note);
  const committed = read?.text.split("\n")[4] ?? "";
  if (!read || !/^[0-9a-f]{64}$/.test(committed)) return undefined;
  if (read.text !== commitText(terms, committed) || !isSignedBy(read, key)) return undefined;
  return committed;
}
