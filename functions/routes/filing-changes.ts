import * as z from "zod";
import { FilingRefusalReason, WrongField } from "../../shared/contract/filing.ts";
import {
  LandlordTransfer,
  LeaseChange,
  LeaseEnd,
  OccupantsChange,
  Renewal,
} from "../../shared/contract/filing-life.ts";
import { FilingId } from "../../shared/contract/ids.ts";
import { Hex64, lines } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import type { ProblemKind } from "../http/problem.ts";
import { EXAMPLE, EXAMPLE_DIGEST, EXAMPLE_DRAFT } from "./examples.ts";
import { FilingStanding } from "./filings.ts";
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

/** What every act on a filing on record may meet. */
const OPEN = [
  "out-of-step",
  "not-a-signatory",
  "change-pending",
  "already-ending",
] as const satisfies readonly ProblemKind[];

/** What new terms may meet. */
const TERMS = [
  ...OPEN,
  "head-lease-not-found",
  "sublease-outside-head",
  "sublease-outlasts-head",
  "overlapping-filing",
  "nothing-changed",
  "terms-invalid",
  "term-long-over",
  "name-differs",
  "region-mismatch",
  "space-not-lettable",
  "birth-date-not-past",
  "minor-needs-guardian",
  "guardian-not-entitled",
  "broker-takes-money",
  "occupancy-exceeded",
  "end-before-start",
  "term-too-long",
  "signed-in-future",
  "deposit-terms-incomplete",
] as const satisfies readonly ProblemKind[];

/** The lease on record of the demo city. */
const OWNER = { as: "landlord-ou", params: { filingId: EXAMPLE.filed } } as const;
const RENTER = { as: "tenant-huang", params: { filingId: EXAMPLE.filed } } as const;

const proposal = {
  fn: "filings",
  method: "POST",
  caller: "person",
  may: MAY,
  params,
  answer: { status: 201, schema: FilingStanding },
  write: true,
} as const;

export const proposeChange = route({
  ...proposal,
  operationId: "proposeChange",
  path: "/api/filings/{filingId}/changes",
  body: LeaseChange,
  problems: TERMS,
  summary: { zh: "申请变更备案", en: "Propose changed terms; the other side confirms" },
  example: {
    ...OWNER,
    body: { agreedOn: "2026-01-05", terms: { monthlyRentFen: 230_000 } },
  },
});

export const proposeRenewal = route({
  ...proposal,
  operationId: "proposeRenewal",
  path: "/api/filings/{filingId}/renewals",
  body: Renewal,
  problems: TERMS,
  summary: { zh: "申请续租备案", en: "Propose a new term right after the old one" },
  example: { ...OWNER, body: { agreedOn: "2026-01-05", until: "2035-12-31" } },
});

export const proposeLandlordTransfer = route({
  ...proposal,
  operationId: "proposeLandlordTransfer",
  path: "/api/filings/{filingId}/landlord-transfers",
  body: LandlordTransfer,
  problems: TERMS,
  summary: { zh: "变更出租人", en: "The home has new owners; they confirm, the title is checked" },
  example: {
    ...OWNER,
    body: {
      transferredOn: "2026-01-05",
      landlords: EXAMPLE_DRAFT.landlords,
      titleType: "REAL_ESTATE_CERT",
      titleCertNo: "闽(2026)泉州市不动产权第0000301号",
    },
  },
});

export const declareHoldingOver = route({
  ...proposal,
  operationId: "declareHoldingOver",
  path: "/api/filings/{filingId}/holding-over",
  body: z.strictObject({}),
  problems: TERMS,
  summary: { zh: "申报不定期租赁", en: "The term is over and the lease goes on without end" },
  example: { ...RENTER, body: {} },
});

export const endLease = route({
  ...proposal,
  operationId: "endLease",
  path: "/api/filings/{filingId}/ends",
  body: LeaseEnd,
  problems: [...OPEN, "end-outside-term", "end-not-by-notice", "notice-too-short"],
  summary: { zh: "提前终止备案", en: "End a lease before its time, by agreement or with proof" },
  example: { ...RENTER, body: { basis: "AGREEMENT", on: "2026-12-31" } },
});

export const ConfirmChange = z
  .strictObject({
    termsDigest: Hex64.meta({ description: "`pendingChange.termsDigest` of the filing as read" }),
  })
  .meta({ id: "ConfirmChange" });

export const confirmChange = route({
  ...proposal,
  operationId: "confirmChange",
  path: "/api/filings/{filingId}/pending-change/confirmations",
  body: ConfirmChange,
  problems: [
    "out-of-step",
    "no-change-pending",
    "not-a-signatory",
    "already-signed",
    "terms-changed",
    "name-differs",
  ],
  summary: { zh: "确认变更", en: "Confirm exactly what is proposed" },
  example: { ...RENTER, body: { termsDigest: EXAMPLE_DIGEST } },
});

export const doubtChange = route({
  ...proposal,
  operationId: "doubtChange",
  path: "/api/filings/{filingId}/pending-change/wrong-fields",
  body: WrongField,
  problems: ["no-change-pending", "not-a-signatory", "own-proposal", "no-such-field"],
  summary: { zh: "指出变更有误之处", en: "Point out what is wrong: the proposal is dropped" },
  example: {
    ...RENTER,
    body: { pointer: "/lease/monthlyRentFen", reason: "商定的月租金是 2250 元" },
  },
});

export const withdrawChange = route({
  ...proposal,
  operationId: "withdrawChange",
  path: "/api/filings/{filingId}/pending-change/withdrawal",
  body: z.strictObject({}),
  problems: ["no-change-pending", "not-the-proposer"],
  summary: { zh: "撤回变更", en: "Take a proposal back" },
  example: { ...OWNER, body: {} },
});

export const objectToEnd = route({
  ...proposal,
  operationId: "objectToEnd",
  path: "/api/filings/{filingId}/pending-change/objection",
  body: z.strictObject({ reason: lines(2, 500) }).meta({ id: "EndObjection" }),
  problems: ["no-change-pending", "own-proposal"],
  summary: {
    zh: "对终止提出异议",
    en: "Object to an end the other side reports: an officer decides",
  },
  example: { ...RENTER, body: { reason: "租金已按时支付，有银行流水" } },
});

export const changeOccupants = route({
  ...proposal,
  operationId: "changeOccupants",
  path: "/api/filings/{filingId}/occupants",
  body: OccupantsChange,
  answer: { status: 200, schema: FilingStanding },
  problems: [
    "out-of-step",
    "not-a-signatory",
    "already-ending",
    "no-such-field",
    "day-outside-term",
    "lives-there-already",
    "occupancy-exceeded",
    "birth-date-not-past",
  ],
  summary: { zh: "同住人员变动", en: "Who moved in, who left; takes effect at once" },
  example: {
    ...RENTER,
    body: {
      arrivals: [
        {
          name: "黄小雨",
          idType: "RESIDENT_ID",
          idNumber: "350599201507081023",
          kinship: "CHILD",
          from: "2026-01-05",
        },
      ],
      departures: [],
    },
  },
});

export const ReissueCertificate = z
  .strictObject({ reason: z.enum(["LOST", "DAMAGED", "EXPOSED"]) })
  .meta({ id: "ReissueCertificate", description: "EXPOSED: its code fell into wrong hands" });

export const reissueCertificate = route({
  ...proposal,
  operationId: "reissueCertificate",
  path: "/api/filings/{filingId}/certificate/reissue",
  body: ReissueCertificate,
  problems: ["out-of-step", "not-a-signatory"],
  summary: { zh: "补发备案证明", en: "A new number and code; the old certificate is void" },
  example: { ...RENTER, body: { reason: "LOST" } },
});

export const withdrawFiling = route({
  ...proposal,
  operationId: "withdrawFiling",
  path: "/api/filings/{filingId}/withdrawal",
  body: z.strictObject({}),
  answer: { status: 200, schema: FilingStanding },
  problems: ["out-of-step", "not-the-drafter"],
  summary: { zh: "撤回备案申请", en: "Take back a filing that is not on record yet" },
  example: { as: "landlord-lin", params: { filingId: EXAMPLE.draft }, body: {} },
});

export const ChangeDecision = z
  .discriminatedUnion("decision", [
    z.strictObject({ decision: z.literal("TAKE"), note: lines(1, 500).optional() }),
    z.strictObject({
      decision: z.literal("REFUSE"),
      reasonCode: FilingRefusalReason,
      reason: lines(2, 500).meta({ description: "Told to the parties" }),
    }),
  ])
  .meta({ id: "ChangeDecision" });

export const decideFilingChange = route({
  ...proposal,
  operationId: "decideFilingChange",
  fn: "filing-review",
  path: "/api/office/filings/{filingId}/change-decision",
  caller: { roles: ["reviewer"] },
  body: ChangeDecision,
  answer: { status: 200, schema: FilingStanding },
  problems: ["no-change-pending", "own-case", "claimed-by-other", "overlapping-filing"],
  summary: {
    zh: "作出变更决定",
    en: "Take a change, renewal, transfer or end, or refuse it with reasons",
  },
  example: {
    as: "reviewer-jinjiang",
    params: { filingId: EXAMPLE.filed },
    body: { decision: "TAKE", note: "已核对权属证明原件" },
  },
});
