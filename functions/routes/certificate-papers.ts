import * as z from "zod";
import { CertificateLink } from "../../shared/contract/certificate.ts";
import { ContractText } from "../../shared/contract/contract-text.ts";
import { CertificateNo, FilingId } from "../../shared/contract/ids.ts";
import { ResidenceStatement } from "../../shared/contract/residence-statement.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE } from "./examples.ts";
import { route } from "./route.ts";

const ofFiling = z.strictObject({ filingId: FilingId });
const ofStatement = z.strictObject({ statementNo: CertificateNo });

/** The lease on record, and a statement that nobody holds: its lease begins tomorrow only. */
const filed = { as: "tenant-huang", params: { filingId: EXAMPLE.filed } } as const;
const statement = {
  as: "tenant-huang",
  params: { statementNo: EXAMPLE.statement },
} as const;

const READ: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-filings",
];
/** A signature needs its key, and the key must be published before it is used. */
const SIGN: readonly Capability[] = [
  ...READ,
  "sign-certificates",
  "read-certificate-keys",
  "write-certificate-keys",
  "write-public-files",
];

/** A document: what is in it, its schema cannot say. */
const Pdf = z.string().meta({ description: "PDF 1.7, tagged, A4" });
const pdf = { status: 200, schema: Pdf, type: "application/pdf" } as const;

export const getCertificatePdf = route({
  operationId: "getCertificatePdf",
  fn: "certificates",
  method: "GET",
  path: "/api/filings/{filingId}/certificate.pdf",
  caller: "person",
  may: SIGN,
  params: ofFiling,
  answer: pdf,
  problems: ["out-of-step"],
  summary: { zh: "备案证明（PDF）", en: "The certificate as PDF, for the parties" },
  example: filed,
});

export const getFormerCertificatePdf = route({
  operationId: "getFormerCertificatePdf",
  fn: "certificates",
  method: "GET",
  path: "/api/filings/{filingId}/certificates/{certificateNo}/certificate.pdf",
  caller: "person",
  may: SIGN,
  params: z.strictObject({ filingId: FilingId, certificateNo: CertificateNo }),
  answer: pdf,
  problems: [],
  summary: {
    zh: "原备案证明（PDF）",
    en: "A former certificate as PDF, marked as changed or replaced",
  },
  example: {
    as: "tenant-huang",
    params: { filingId: EXAMPLE.filed, certificateNo: "3505822026030100001" },
  },
});

export const getCertificateLink = route({
  operationId: "getCertificateLink",
  fn: "certificates",
  method: "GET",
  path: "/api/filings/{filingId}/certificate-link",
  caller: "person",
  may: SIGN,
  params: ofFiling,
  answer: { status: 200, schema: CertificateLink },
  problems: ["out-of-step"],
  summary: { zh: "备案证明二维码内容", en: "What the certificate's QR holds, for the parties" },
  example: filed,
});

export const getContract = route({
  operationId: "getContract",
  fn: "certificates",
  method: "GET",
  path: "/api/filings/{filingId}/contract",
  caller: "person",
  may: READ,
  params: ofFiling,
  answer: { status: 200, schema: ContractText },
  problems: [],
  summary: { zh: "租赁合同文本", en: "The contract's text in full, for those who sign it" },
  example: filed,
});

export const getContractPdf = route({
  operationId: "getContractPdf",
  fn: "certificates",
  method: "GET",
  path: "/api/filings/{filingId}/contract.pdf",
  caller: "person",
  may: READ,
  params: ofFiling,
  answer: pdf,
  problems: [],
  summary: { zh: "租赁合同文本（PDF）", en: "The contract's text as PDF" },
  example: filed,
});

export const issueResidenceStatement = route({
  operationId: "issueResidenceStatement",
  fn: "certificates",
  method: "POST",
  path: "/api/residence-statements",
  caller: "person",
  may: [...SIGN, "read-certificates", "write-certificates", "write-statements", "write-requests"],
  body: z.strictObject({}),
  answer: {
    status: 201,
    schema: z
      .strictObject({ certificateNo: CertificateNo, homes: z.int().min(1) })
      .meta({ id: "IssuedStatement" }),
  },
  problems: ["no-home-on-record"],
  write: true,
  summary: { zh: "出具居住登记证明材料", en: "Issue a statement of the caller's homes on record" },
  example: { as: "tenant-huang", body: {} },
});

export const getResidenceStatement = route({
  operationId: "getResidenceStatement",
  fn: "certificates",
  method: "GET",
  path: "/api/residence-statements/{statementNo}",
  caller: "person",
  may: [...READ, "read-statements"],
  params: ofStatement,
  answer: { status: 200, schema: ResidenceStatement },
  problems: [],
  summary: { zh: "居住登记证明材料", en: "A residence statement, for its holder" },
  example: statement,
});

export const getResidenceStatementPdf = route({
  operationId: "getResidenceStatementPdf",
  fn: "certificates",
  method: "GET",
  path: "/api/residence-statements/{statementNo}/statement.pdf",
  caller: "person",
  may: [...READ, "read-statements"],
  params: ofStatement,
  answer: pdf,
  problems: [],
  summary: { zh: "居住登记证明材料（PDF）", en: "A residence statement as PDF" },
  example: statement,
});
