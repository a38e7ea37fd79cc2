import * as z from "zod";
import { FilingDraft } from "../../shared/contract/filing.ts";
import {
  FilingObjection,
  HearingStatement,
  OwnObjection,
} from "../../shared/contract/filing-review.ts";
import {
  CertificateCode,
  CertificateNo,
  FilingId,
  ObjectionId,
} from "../../shared/contract/ids.ts";
import { CivilDate, Instant, lines } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE, EXAMPLE_DRAFT } from "./examples.ts";
import { DRAFT_PROBLEMS, FilingStanding } from "./filings.ts";
import { route } from "./route.ts";

const params = z.strictObject({ filingId: FilingId });

const MAY: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-filings",
  "write-requests",
  "write-filings",
  "write-certificates",
  "write-outbox",
];

const act = { fn: "filings", method: "POST", caller: "person", may: MAY, write: true } as const;

export const ResubmitFiling = z
  .strictObject({
    draft: FilingDraft.meta({ description: "The whole draft as it is to be" }),
    explanation: lines(2, 500)
      .optional()
      .meta({ description: "In words; needed when nothing is to be amended" }),
  })
  .meta({ id: "ResubmitFiling" });

export const resubmitFiling = route({
  ...act,
  operationId: "resubmitFiling",
  path: "/api/filings/{filingId}/resubmit",
  params,
  body: ResubmitFiling,
  answer: { status: 202, schema: FilingStanding },
  problems: [
    "out-of-step",
    "not-the-filer",
    "fixed-in-correction",
    "nothing-changed",
    "not-signed-by-all",
    "unit-blocked",
    "overlapping-filing",
    "sublet-consent-needed",
    ...DRAFT_PROBLEMS,
  ],
  summary: {
    zh: "补正后重新提交",
    en: "Resubmit with the gaps made good; TO_SIGN when the text signed here is another",
  },
  example: {
    as: "landlord-lin",
    params: { filingId: EXAMPLE.toReview },
    body: { draft: { ...EXAMPLE_DRAFT, coOwnersConsent: true }, explanation: "已补充共有人同意书" },
  },
});

export const stateAtHearing = route({
  ...act,
  operationId: "stateAtHearing",
  path: "/api/filings/{filingId}/revocation/statements",
  params,
  body: HearingStatement,
  answer: { status: 201, schema: FilingStanding },
  problems: ["no-revocation-pending", "hearing-over", "already-stated"],
  summary: { zh: "陈述申辩", en: "A party's statement on a proposed revocation" },
  example: {
    as: "tenant-huang",
    params: { filingId: EXAMPLE.filed },
    body: { text: "合同由双方签署，房屋由我居住" },
  },
});

const ObjectionTaken = z
  .strictObject({
    objectionId: ObjectionId,
    at: Instant,
    dueOn: CivilDate.meta({ description: "Last day for the answer" }),
  })
  .meta({ id: "FilingObjectionTaken" });

export const objectToFiling = route({
  ...act,
  operationId: "objectToFiling",
  path: "/api/filings/{filingId}/objections",
  params,
  body: FilingObjection,
  answer: { status: 201, schema: ObjectionTaken },
  problems: [
    "out-of-step",
    "own-proposal",
    "objection-late",
    "interest-missing",
    "already-objected",
    "too-many-objections",
  ],
  summary: { zh: "对备案提出异议", en: "A party objects to a filing; nothing is suspended" },
  example: {
    as: "tenant-huang",
    params: { filingId: EXAMPLE.filed },
    body: { reason: "备案的租金与合同不符", interest: "我是承租人" },
  },
});

export const objectByCertificate = route({
  ...act,
  operationId: "objectByCertificate",
  path: "/api/certificates/{certificateNo}/objections",
  may: [...MAY, "count-tries"],
  params: z.strictObject({ certificateNo: CertificateNo }),
  body: z
    .strictObject({ ...FilingObjection.shape, code: CertificateCode })
    .meta({ id: "ObjectionByCertificate" }),
  answer: { status: 201, schema: ObjectionTaken },
  problems: [
    "certificate-not-found",
    "too-many-requests",
    "out-of-step",
    "own-proposal",
    "objection-late",
    "interest-missing",
    "already-objected",
    "too-many-objections",
  ],
  summary: {
    zh: "凭备案证明提出异议",
    en: "Whoever was shown a certificate objects, under their real name, which stays hidden",
  },
  example: {
    as: "tenant-wu",
    params: { certificateNo: "3505032026030100001" },
    body: { code: "0123456789", reason: "房屋不属于出租人", interest: "我是该房屋的共有人" },
  },
});

export const listMyFilingObjections = route({
  operationId: "listMyFilingObjections",
  fn: "filings",
  method: "GET",
  path: "/api/filing-objections",
  caller: "person",
  may: ["read-persons", "write-persons", "use-keyring", "read-filings"],
  answer: { status: 200, schema: z.strictObject({ objections: z.array(OwnObjection) }) },
  problems: [],
  summary: { zh: "我的备案异议", en: "The caller's objections to filings, and the answers" },
  example: { as: "landlord-lin" },
});
