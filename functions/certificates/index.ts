import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import {
  getCertificateLink,
  getCertificatePdf,
  getFormerCertificatePdf,
} from "./get-certificate-papers.ts";
import { getContract, getContractPdf } from "./get-contract.ts";
import {
  getResidenceStatement,
  getResidenceStatementPdf,
  issueResidenceStatement,
} from "./residence-statements.ts";

export const endpoints = [
  getCertificatePdf,
  getCertificateLink,
  getFormerCertificatePdf,
  getContract,
  getContractPdf,
  issueResidenceStatement,
  getResidenceStatement,
  getResidenceStatementPdf,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
