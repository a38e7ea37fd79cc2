/** One independent cosigner of the log, reached over public HTTP (C2SP tlog-witness). */
export type Cosigner = { readonly url: string; readonly vkey: string };

/** What a cosigner said to a new head of the log. */
export type CosignerAnswer =
  | { readonly kind: "signed"; readonly lines: string }
  /** It knows the log at another size than we thought. */
  | { readonly kind: "other-size"; readonly size: number }
  | { readonly kind: "refused"; readonly status: number }
  | { readonly kind: "silent" };

const PATIENCE_MS = 8_000;

/**
 * Asks a cosigner to cosign a checkpoint.
 *
 * @param old - the size at which we believe it last saw the log
 * @param proof - consistency proof from `old` to the checkpoint (RFC 9162 §2.1.4), base64 lines
 */
export async function askCosigner(
  { url }: Cosigner,
  { old, proof, checkpoint }: { old: number; proof: readonly string[]; checkpoint: string },
): Promise<CosignerAnswer> {
  const body = `old ${old}\n${proof.map((hash) => `${hash}\n`).join("")}\n${checkpoint}`;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(`${url}/add-checkpoint`, { method: "POST", body, signal });
    const text = await answer.text();
    if (answer.ok) return { kind: "signed", lines: text };
    if (answer.status === 409 && /^\d{1,15}\n?$/.test(text))
      return { kind: "other-size", size: Number(text) };
    return { kind: "refused", status: answer.status };
  } catch (error) {
    // No answer is no verdict: the step asks again. Anything but the network's own errors is ours.
    if (
      error instanceof TypeError ||
      (error instanceof DOMException && error.name === "TimeoutError")
    )
      return { kind: "silent" };
    throw error;
  }
}
