import type { CertificateCheck, CertificateFacts } from "../../shared/contract/filing.ts";
import type { ResidenceFacts } from "../../shared/contract/residence-statement.ts";
import { fetchWithin, isExpected } from "./data.ts";

/** How a check ended. Not finding a certificate and not getting an answer are never the same. */
export type CheckOutcome =
  | { readonly kind: "found"; readonly facts: CertificateFacts | ResidenceFacts }
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
export const checkCertificate = (check: CertificateCheck): Promise<CheckOutcome> =>
  outcomeOf("/api/certificate-checks", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(check),
  });

/** What stands behind `/c/` in the address of a scanned QR; undefined: no token at all. */
export const tokenIn = (pathname: string): string | undefined =>
  /^(?:\/en)?\/c\/([0-9A-HJKMNP-TV-Z]{24})$/.exec(pathname)?.[1];

/** Asks the register about the document whose QR was scanned. */
export const readToken = (token: string): Promise<CheckOutcome> =>
  outcomeOf(`/api/certificates/${token}`, { headers: { accept: "application/json" } });

async function outcomeOf(path: string, init: RequestInit): Promise<CheckOutcome> {
  try {
    const answer = await fetchWithin(path, init);
    if (answer.status === 404) return await outcomeOf404(answer);
    if (answer.status === 429) return { kind: "slow" };
    if (!answer.ok) return { kind: "unknown" };
    return { kind: "found", facts: (await answer.json()) as CertificateFacts | ResidenceFacts };
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
