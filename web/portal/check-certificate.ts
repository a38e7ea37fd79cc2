import type { CertificateCheck, CertificateFacts } from "../../shared/contract/filing.ts";
import { fetchWithin, isExpected } from "./data.ts";

/** How a check ended. Not finding a certificate and not getting an answer are never the same. */
export type CheckOutcome =
  | { readonly kind: "found"; readonly facts: CertificateFacts }
  | { readonly kind: "none" }
  | { readonly kind: "slow" }
  | { readonly kind: "unknown" };

/** What people type, as it is on the certificate: no spaces, half width. */
export const cleanNumber = (typed: string): string => typed.normalize("NFKC").replace(/\s/g, "");

/** Crockford base 32 as people misread it: O is 0, I and L are 1; hyphens and spaces are none. */
export const cleanCode = (typed: string): string =>
  typed
    .normalize("NFKC")
    .replace(/[\s-]/g, "")
    .toUpperCase()
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");

export const isNumber = (text: string): boolean => /^\d{19}$/.test(text);
export const isCode = (text: string): boolean => /^[0-9A-HJKMNP-TV-Z]{10}$/.test(text);

/** Asks the register about a certificate. */
export async function checkCertificate(check: CertificateCheck): Promise<CheckOutcome> {
  try {
    const answer = await fetchWithin("/api/certificate-checks", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(check),
    });
    if (answer.status === 404) return await outcomeOf404(answer);
    if (answer.status === 429) return { kind: "slow" };
    if (!answer.ok) return { kind: "unknown" };
    return { kind: "found", facts: (await answer.json()) as CertificateFacts };
  } catch (error) {
    if (isExpected(error)) return { kind: "unknown" };
    throw error;
  }
}

/** A 404 of the register says so in its problem; any other is a page that is not there. */
async function outcomeOf404(answer: Response): Promise<CheckOutcome> {
  const { type } = (await answer.json()) as { type?: unknown };
  return { kind: type === "/problems/unknown-route" ? "unknown" : "none" };
}
