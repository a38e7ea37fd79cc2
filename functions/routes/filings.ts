import * as z from "zod";
import {
  Certificate,
  Filing,
  FilingDraft,
  FilingState,
  WrongField,
} from "../../shared/contract/filing.ts";
import { PendingKind, PendingState } from "../../shared/contract/filing-life.ts";
import { CertificateNo, FilingId } from "../../shared/contract/ids.ts";
import { PartyView } from "../../shared/contract/identity.ts";
import { LandNature, Use } from "../../shared/contract/lease.ts";
import { CivilDate, Fen, Hex64, Instant } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { Cursor } from "../http/cursor.ts";
import type { ProblemKind } from "../http/problem.ts";
import { EXAMPLE, EXAMPLE_DIGEST, EXAMPLE_DRAFT } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ filingId: FilingId });

/** Where a filing stands after an act; who is who in it, `getFiling` says. */
export const FilingStanding = z
  .strictObject({
    id: FilingId,
    version: z.int().positive(),
    state: FilingState.meta({ description: "Right after the act; checks may have moved it on" }),
    termsDigest: Hex64,
    signBy: CivilDate.optional(),
    submittedAt: Instant.optional(),
    late: z.boolean().optional(),
    pendingChange: z
      .strictObject({
        kind: PendingKind,
        state: PendingState,
        termsDigest: Hex64,
        late: z.boolean(),
        confirmBy: CivilDate.optional(),
        objectBy: CivilDate.optional(),
        dueOn: CivilDate.optional(),
      })
      .optional()
      .meta({ description: "What waits; what is on record stays until it is taken" }),
    notices: z
      .array(z.strictObject({ kind: z.string(), code: z.string().optional() }))
      .optional()
      .meta({ description: "Accepted, but told: V26 late, V22 unusual rent, a high deposit" }),
  })
  .meta({ id: "FilingStanding" });
export type FilingStanding = z.infer<typeof FilingStanding>;

/** The terms as the signatory has seen them. */
const Terms = {
  termsDigest: Hex64.meta({ description: "`termsDigest` of the filing as read" }),
  contractDigest: Hex64.optional().meta({
    description: "`contractText.digest` of the text as read: refused when that has moved",
  }),
};

export const SendFiling = z
  .strictObject({
    ...Terms,
    submitWhenSigned: z
      .boolean()
      .meta({ description: "Submit for filing as soon as all have signed" }),
  })
  .meta({ id: "SendFiling" });

export const SignFiling = z.strictObject(Terms).meta({ id: "SignFiling" });

export const FilingSummary = z
  .strictObject({
    id: FilingId,
    state: FilingState,
    building: z.string(),
    from: CivilDate,
    until: CivilDate,
    createdAt: Instant,
    signBy: CivilDate.optional(),
    dueOn: CivilDate.optional(),
    certificateNo: CertificateNo.optional(),
    pendingChange: PendingKind.optional().meta({ description: "What is proposed for it" }),
  })
  .meta({ id: "FilingSummary" });

/** The certificate as its parties hold it: Order 6 art. 17. */
export const CertificateSheet = z
  .strictObject({
    filingId: FilingId,
    certificate: Certificate,
    landlords: z.array(z.string()).meta({ description: "Names" }),
    tenants: z.array(PartyView).meta({ description: "Names in full; numbers of others masked" }),
    address: z.string(),
    wholeOrRoom: z.enum(["WHOLE", "ROOM"]),
    landNature: LandNature,
    use: Use,
    monthlyRentFen: Fen,
    from: CivilDate,
    until: CivilDate,
  })
  .meta({ id: "CertificateSheet", description: "Proof that a lease is on record" });

const READ: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-filings",
];
/** Submitting checks at once, and what is in order goes on record at once. */
const WRITE: readonly Capability[] = [
  ...READ,
  "write-requests",
  "write-filings",
  "write-certificates",
  "write-outbox",
];

/** What a draft may meet. */
export const DRAFT_PROBLEMS = [
  "filer-not-entitled",
  "broker-must-file",
  "region-mismatch",
  "space-not-lettable",
  "birth-date-not-past",
  "minor-needs-guardian",
  "guardian-not-entitled",
  "broker-takes-money",
  "phone-missing",
  "name-differs",
  "occupancy-exceeded",
  "end-before-start",
  "term-too-long",
  "signed-in-future",
  "deposit-terms-incomplete",
  "head-lease-not-found",
  "sublease-outside-head",
  "sublease-outlasts-head",
] as const satisfies readonly ProblemKind[];

export const draftFiling = route({
  operationId: "draftFiling",
  fn: "filings",
  method: "POST",
  path: "/api/filings",
  caller: "person",
  may: WRITE,
  body: FilingDraft,
  answer: { status: 201, schema: FilingStanding },
  problems: DRAFT_PROBLEMS,
  write: true,
  summary: { zh: "起草租赁合同备案", en: "Draft the filing of a lease" },
  example: { as: "landlord-lin", body: EXAMPLE_DRAFT },
});

export const amendFiling = route({
  operationId: "amendFiling",
  fn: "filings",
  method: "PUT",
  path: "/api/filings/{filingId}",
  caller: "person",
  may: WRITE,
  params,
  body: FilingDraft,
  answer: { status: 200, schema: FilingStanding },
  problems: ["out-of-step", "not-the-drafter", ...DRAFT_PROBLEMS],
  write: true,
  summary: { zh: "修改草稿", en: "Change a draft; its signatures are void already" },
  example: { as: "landlord-lin", params: { filingId: EXAMPLE.draft }, body: EXAMPLE_DRAFT },
});

export const sendFiling = route({
  operationId: "sendFiling",
  fn: "filings",
  method: "POST",
  path: "/api/filings/{filingId}/send",
  caller: "person",
  may: WRITE,
  params,
  body: SendFiling,
  answer: { status: 200, schema: FilingStanding },
  problems: [
    "out-of-step",
    "not-the-drafter",
    "signed-on-paper",
    "terms-changed",
    "name-differs",
    "unit-blocked",
  ],
  write: true,
  summary: { zh: "签署并发送给对方", en: "Sign and send to the other side for signature" },
  example: {
    as: "landlord-lin",
    params: { filingId: EXAMPLE.draft },
    body: { termsDigest: EXAMPLE_DIGEST, submitWhenSigned: true },
  },
});

export const signFiling = route({
  operationId: "signFiling",
  fn: "filings",
  method: "POST",
  path: "/api/filings/{filingId}/signatures",
  caller: "person",
  may: WRITE,
  params,
  body: SignFiling,
  answer: { status: 201, schema: FilingStanding },
  problems: ["out-of-step", "not-a-signatory", "already-signed", "terms-changed", "name-differs"],
  write: true,
  summary: { zh: "签署", en: "Sign the exact terms" },
  example: {
    as: "tenant-wu",
    params: { filingId: EXAMPLE.toSign },
    body: { termsDigest: EXAMPLE_DIGEST },
  },
});

export const reportWrongField = route({
  operationId: "reportWrongField",
  fn: "filings",
  method: "POST",
  path: "/api/filings/{filingId}/wrong-fields",
  caller: "person",
  may: WRITE,
  params,
  body: WrongField,
  answer: { status: 201, schema: FilingStanding },
  problems: ["out-of-step", "not-a-signatory", "no-such-field"],
  write: true,
  summary: { zh: "指出有误之处", en: "Point out what is wrong: the draft opens again" },
  example: {
    as: "tenant-wu",
    params: { filingId: EXAMPLE.toSign },
    body: { pointer: "/lease/monthlyRentFen", reason: "商定的月租金是 2500 元" },
  },
});

export const submitFiling = route({
  operationId: "submitFiling",
  fn: "filings",
  method: "POST",
  path: "/api/filings/{filingId}/submit",
  caller: "person",
  may: WRITE,
  params,
  body: z.strictObject({}),
  answer: { status: 202, schema: FilingStanding },
  problems: [
    "out-of-step",
    "not-the-filer",
    "not-signed-by-all",
    "unit-blocked",
    "co-owners-not-agreed",
    "overlapping-filing",
    "sublet-consent-needed",
    ...DRAFT_PROBLEMS,
  ],
  write: true,
  summary: { zh: "提交备案", en: "Submit for filing; a tenant may do so alone" },
  example: { as: "landlord-lin", params: { filingId: EXAMPLE.draft }, body: {} },
});

export const listMyFilings = route({
  operationId: "listMyFilings",
  fn: "filings",
  method: "GET",
  path: "/api/filings",
  caller: "person",
  may: READ,
  query: z.strictObject({ cursor: Cursor.optional() }),
  answer: {
    status: 200,
    schema: z.strictObject({ filings: z.array(FilingSummary), next: Cursor.optional() }),
  },
  problems: [],
  summary: { zh: "我的备案", en: "Filings to which the caller is party" },
  example: { as: "landlord-lin" },
});

export const getFiling = route({
  operationId: "getFiling",
  fn: "filings",
  method: "GET",
  path: "/api/filings/{filingId}",
  caller: "person",
  may: READ,
  params,
  answer: { status: 200, schema: Filing },
  problems: [],
  summary: { zh: "查看备案", en: "A filing as its party sees it, the other side masked" },
  example: { as: "tenant-huang", params: { filingId: EXAMPLE.filed } },
});

export const getCertificate = route({
  operationId: "getCertificate",
  fn: "filings",
  method: "GET",
  path: "/api/filings/{filingId}/certificate",
  caller: "person",
  may: READ,
  params,
  answer: { status: 200, schema: CertificateSheet },
  problems: ["out-of-step"],
  summary: { zh: "备案证明", en: "The certificate, for the parties" },
  example: { as: "tenant-huang", params: { filingId: EXAMPLE.filed } },
});
