import type { Signature } from "../../shared/contract/filing.ts";
import type { Actor } from "../../shared/domain/filings/facts.ts";
import { contractText } from "../../shared/domain/certificates/contract-text.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import type { Caller } from "../http/caller.ts";
import type { Services } from "../http/services.ts";

/**
 * Whether what the signatory has read is not what they would sign: the terms are others, or the words
 * made from them are. A wording that was mended since the draft makes another text, too.
 */
export function hasMoved(
  { draft, termsDigest, contractText: mark }: FilingRecord,
  read: { readonly termsDigest: string; readonly contractDigest?: string | undefined },
): boolean {
  if (read.termsDigest !== termsDigest) return true;
  if (mark === undefined) return false;
  const isAsRead = read.contractDigest === undefined || read.contractDigest === mark.digest;
  return !isAsRead || contractText(draft, mark.templateVersion).digest !== mark.digest;
}

type Signatory = { readonly caller: Pick<Caller, "sub" | "via">; readonly signer: Actor };

/**
 * The signatures with who gave them, how they were known, for whom they signed, and over which exact
 * text. ES 13; CC 161.
 */
export const signedBy = (
  { config }: Services,
  { caller: { sub, via }, signer }: Signatory,
  { contractText: mark, parties }: FilingRecord,
  added: readonly Signature[],
): Signature[] =>
  added.map((signature) => {
    const { side, index } = signature;
    const place = (side === "LANDLORD" ? parties.landlords : parties.tenants)[index];
    const by = signer.actsFor?.find(({ of }) => of === place)?.capacity ?? "SELF";
    const capacity = place === signer.identities[0] ? "SELF" : by;
    return {
      ...signature,
      authenticatedBy: { provider: config.OIDC_ISSUER, via, capacity, subject: sub },
      ...(mark && { contractDigest: mark.digest }),
    };
  });
