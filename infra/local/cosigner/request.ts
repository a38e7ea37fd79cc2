import { readBase64, readDecimal } from "../../../shared/domain/draws/encoding.ts";

/** The body of `add-checkpoint` (C2SP tlog-witness). */
export type AddCheckpoint = {
  /** The size at which the log believes we last saw it. */
  old: number;
  /** Consistency proof from `old` to the checkpoint's size. */
  proof: Uint8Array[];
  /** The signed note, as it came. */
  checkpoint: string;
};

const MAX_PROOF = 63;

/**
 * Reads `old N`, base64 lines of a proof, an empty line, and the checkpoint.
 *
 * @returns undefined when it is anything else
 */
export function readAddCheckpoint(body: string): AddCheckpoint | undefined {
  const split = body.indexOf("\n\n");
  if (split < 0) return undefined;
  const [first = "", ...lines] = body.slice(0, split).split("\n");
  const old = first.startsWith("old ") ? readDecimal(first.slice(4)) : undefined;
  const proof = lines.map((line) => readBase64(line));
  if (old === undefined || proof.length > MAX_PROOF) return undefined;
  const hashes = proof.filter((hash) => hash?.length === 32);
  if (hashes.length < proof.length) return undefined;
  return { old, proof: hashes.flatMap((hash) => hash ?? []), checkpoint: body.slice(split + 2) };
}
