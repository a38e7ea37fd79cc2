import type { ContractText } from "../../shared/contract/contract-text.ts";
import { civilDay, epochMsOf } from "../../shared/domain/calendar/instants.ts";
import { contractText } from "../../shared/domain/certificates/contract-text.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/certificate-papers.ts";
import { ownFiling } from "./own-filing.ts";
import type { SignatureLine } from "./pdf/contract.ts";
import { pdfReply } from "./pdf-reply.ts";

/**
 * The contract in words, in full for all who sign it: nobody can sign a text of which the other
 * side's name is hidden (CC 470).
 */
export const getContract = (services: Services) =>
  endpoint(routes.getContract, services, async ({ params, caller, today, refuse }) => {
    const found = await ownFiling(services, params.filingId, caller, today);
    return found ? ok(textOf(found)) : refuse("not-found");
  });

/** The same as PDF, with who signed when. */
export const getContractPdf = (services: Services) =>
  endpoint(routes.getContractPdf, services, async ({ params, caller, today, refuse }) => {
    const found = await ownFiling(services, params.filingId, caller, today);
    if (!found) return refuse("not-found");
    const { contractPdf } = await import("./pdf/contract.ts");
    const bytes = await contractPdf({
      text: textOf(found),
      signatures: signatureLines(found),
      dated: found.draft.lease.signedOn,
    });
    return pdfReply(bytes, `contract-${found.filingId}`);
  });

/** In the wording it was signed in; a text that has another digest is not the one signed. */
function textOf({ draft, contractText: mark }: FilingRecord): ContractText {
  const text = contractText(draft, mark?.templateVersion);
  return { ...text, isSignedText: text.isSignedText && mark?.digest === text.digest };
}

const signatureLines = ({ draft, signatures }: FilingRecord): SignatureLine[] =>
  signatures.flatMap(({ side, index, signedAt }) => {
    const party = (side === "LANDLORD" ? draft.landlords : draft.tenants)[index];
    const as = side === "LANDLORD" ? "甲方" : "乙方";
    return party ? [{ who: `${as}\u3000${party.name}`, on: civilDay(epochMsOf(signedAt)) }] : [];
  });
