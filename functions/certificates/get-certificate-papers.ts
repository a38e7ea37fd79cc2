import { certificateLink } from "../../shared/domain/certificates/link.ts";
import { actorIn, isParty } from "../../shared/domain/filings/facts.ts";
import { findPaper } from "../../shared/store/filed-papers.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Reply } from "../http/problem.ts";
import type { Services } from "../http/services.ts";
import { actorOf } from "../filings/acting.ts";
import * as routes from "../routes/certificate-papers.ts";
import { signerOf, type Signer } from "./key-set.ts";
import { ownFiling, paperOf, readerOf, type Paper } from "./own-filing.ts";
import { checkPageOf, pdfReply } from "./pdf-reply.ts";

/** The certificate as PDF, for its parties: of the day, with the status it has on that day. */
export const getCertificatePdf = (services: Services) => {
  const sign = signerOf(services);
  return endpoint(routes.getCertificatePdf, services, async ({ params, caller, today, refuse }) => {
    const found = await ownFiling(services, params.filingId, caller, today);
    if (!found) return refuse("not-found");
    const paper = paperOf(found, await readerOf(services, caller, found, today), today);
    return paper ? pdfOf(services, paper, sign) : refuse("out-of-step", { state: found.state });
  });
};

/**
 * A certificate that another has taken the place of, as PDF: what it said, and that it is changed or
 * replaced. For who was party to that version.
 */
export const getFormerCertificatePdf = (services: Services) => {
  const sign = signerOf(services);
  const { table } = services;
  return endpoint(routes.getFormerCertificatePdf, services, async (input) => {
    const { params, caller, today, refuse } = input;
    const { filingId, certificateNo } = params;
    const found = await ownFiling(services, filingId, caller, today);
    const former = found?.formerCertificates?.find((one) => one.certificateNo === certificateNo);
    const kept =
      former && (await findPaper(table, await services.vault(), filingId, certificateNo));
    if (!found || !former || !kept) return refuse("not-found");
    const actor = actorIn(actorOf(caller), kept.parties);
    if (!isParty(actor, kept.parties)) return refuse("not-found");
    const { ended: _, ...rest } = found;
    const { draft, parties } = kept;
    const paper = paperOf({ ...rest, draft, parties, certificate: former }, actor, today);
    return paper ? pdfOf(services, paper, sign) : refuse("not-found");
  });
};

async function pdfOf({ config }: Services, paper: Paper, sign: Signer): Promise<Reply> {
  const link = await linkOf(config.PUBLIC_ORIGIN, paper, sign);
  const { sheet, isPartlyMasked } = paper;
  const checkPage = checkPageOf(config.PUBLIC_ORIGIN);
  // 400 KB of code that only documents need.
  const { certificatePdf } = await import("./pdf/certificate.ts");
  const bytes = await certificatePdf({ sheet, link, checkPage, isPartlyMasked });
  return pdfReply(bytes, `certificate-${sheet.certificateNo}`);
}

/** What the certificate's QR holds, to be shown on a screen. */
export const getCertificateLink = (services: Services) => {
  const sign = signerOf(services);
  return endpoint(
    routes.getCertificateLink,
    services,
    async ({ params, caller, today, refuse }) => {
      const found = await ownFiling(services, params.filingId, caller, today);
      if (!found) return refuse("not-found");
      const paper = paperOf(found, await readerOf(services, caller, found, today), today);
      if (!paper) return refuse("out-of-step", { state: found.state });
      const link = await linkOf(services.config.PUBLIC_ORIGIN, paper, sign);
      return ok({ certificateNo: paper.sheet.certificateNo, link });
    },
  );
};

/** Certificates from before there were tokens lead to the page where the number is typed in. */
async function linkOf(origin: string, { facts, token }: Paper, sign: Signer): Promise<string> {
  const signed = await sign(facts, facts.issuedOn);
  return token === undefined
    ? `${origin}/certificates#${signed}`
    : certificateLink(origin, token, signed);
}
