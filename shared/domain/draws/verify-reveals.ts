/** Step 6 of verification: the witnesses' nonces (section 6). */
import type { NoticeDocument, RevealsDocument } from "../../contract/draw.ts";
import { commitment } from "./commit-note.ts";
import { fromHex, toHex } from "./encoding.ts";
import { witnessesOf } from "./notice-rules.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Suite } from "./suites.ts";

export type Nonces = {
  /** One per witness in the notice's order; null: did not reveal in time. */
  nonces: (Uint8Array | null)[];
  /** `W_WITNESS_ABSENT:id`, in that order. */
  warnings: string[];
};

/**
 * Opens the commitments.
 *
 * @param commitments - hex, as `checkCommits` gives them
 * @returns `E_REVEAL` when a nonce does not open its commitment, `E_QUORUM` below minWitness
 */
export function checkNonces(
  suite: Suite,
  notice: NoticeDocument,
  { commitments, nonces }: { commitments: readonly string[]; nonces: RevealsDocument["nonces"] },
): Nonces | Refusal {
  const witnesses = witnessesOf(notice);
  const opened: (Uint8Array | null)[] = [];
  const warnings: string[] = [];
  if (nonces.length !== witnesses.length) return refuse("E_REVEAL");
  for (const [i, { id }] of witnesses.entries()) {
    const nonce = nonces[i] ?? null;
    const bytes = nonce === null ? null : fromHex(nonce);
    const at = { drawId: notice.drawId, witness: id };
    if (bytes === null) warnings.push(`W_WITNESS_ABSENT:${id}`);
    else if (toHex(commitment(suite, at, bytes)) !== commitments[i]) {
      return refuse("E_REVEAL", { id });
    }
    opened.push(bytes);
  }
  const revealed = opened.filter((nonce) => nonce !== null).length;
  return revealed < notice.minWitness ? refuse("E_QUORUM") : { nonces: opened, warnings };
}
