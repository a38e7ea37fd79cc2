import * as z from "zod";
import { SlipView } from "../../shared/contract/allotment.ts";
import { ApplicationId, DrawId, OpeningId } from "../../shared/contract/ids.ts";
import {
  OpenedEntry,
  OpeningBody,
  OpeningView,
  RosterCheck,
} from "../../shared/contract/inspection.ts";
import { Cursor } from "../http/cursor.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ drawId: DrawId });
const openingParams = z.strictObject({ drawId: DrawId, openingId: OpeningId });
const query = z.strictObject({ cursor: Cursor.optional() });

/** The only function that opens salts; it writes nothing but who looked. */
const OPEN: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-applications",
  "read-schemes",
  "read-draws",
  "read-public-files",
  "open-salts",
  "read-slip-key",
  "write-requests",
  "write-inspections",
];
const inspector = { roles: ["notary", "discipline"] } as const;

export const getSlip = route({
  operationId: "getSlip",
  fn: "inspection",
  method: "GET",
  path: "/api/applications/{applicationId}/slip",
  caller: "person",
  may: OPEN,
  params: z.strictObject({ applicationId: ApplicationId }),
  answer: { status: 200, schema: SlipView },
  problems: ["not-in-a-draw"],
  summary: { zh: "摇号凭证", en: "What the applicant holds of a draw: number, salt, seal, proofs" },
  example: { as: "tenant-chen", params: { applicationId: EXAMPLE.submitted } },
});

export const requestOpening = route({
  operationId: "requestOpening",
  fn: "inspection",
  method: "POST",
  path: "/api/inspection/draws/{drawId}/openings",
  caller: inspector,
  may: OPEN,
  params,
  body: OpeningBody,
  answer: { status: 201, schema: OpeningView },
  problems: ["no-roster-yet"],
  write: true,
  summary: {
    zh: "申请开启名册承诺（公证或纪检，须另一人同意）",
    en: "Ask to open a draw's commitments: notary or inspector; a second person agrees",
  },
  example: {
    as: "discipline",
    params: { drawId: EXAMPLE.scheme },
    body: { purpose: "名册公示期内核查重复登记和无申请登记。" },
  },
});

export const approveOpening = route({
  operationId: "approveOpening",
  fn: "inspection",
  method: "POST",
  path: "/api/inspection/draws/{drawId}/openings/{openingId}/approval",
  caller: inspector,
  may: OPEN,
  params: openingParams,
  answer: { status: 200, schema: OpeningView },
  problems: ["out-of-step", "same-person", "opening-lapsed"],
  write: true,
  summary: {
    zh: "同意开启名册承诺（须另一人）",
    en: "Agree to an opening: another person than who asked",
  },
  example: { as: "notary", params: { drawId: EXAMPLE.scheme, openingId: EXAMPLE.opening } },
});

export const listOpenings = route({
  operationId: "listOpenings",
  fn: "inspection",
  method: "GET",
  path: "/api/inspection/draws/{drawId}/openings",
  caller: { roles: ["notary", "discipline", "auditor"] },
  may: OPEN,
  params,
  answer: {
    status: 200,
    schema: z.strictObject({ openings: z.array(OpeningView) }).meta({ id: "OpeningList" }),
  },
  problems: [],
  summary: {
    zh: "名册承诺开启记录",
    en: "Who asked to open a draw's commitments, and how often they looked",
  },
  example: { as: "notary", params: { drawId: EXAMPLE.scheme } },
});

export const readCommitments = route({
  operationId: "readCommitments",
  fn: "inspection",
  method: "GET",
  path: "/api/inspection/draws/{drawId}/openings/{openingId}/entries",
  caller: inspector,
  may: OPEN,
  params: openingParams,
  query,
  answer: {
    status: 200,
    schema: z
      .strictObject({ entries: z.array(OpenedEntry), next: z.string().optional() })
      .meta({ id: "OpenedEntries" }),
  },
  problems: ["opening-not-approved", "opening-lapsed"],
  summary: {
    zh: "查看已开启的名册承诺（每次查看均留痕）",
    en: "The opened commitments, a page at a time; every look is on record before the answer",
  },
  example: { as: "notary", params: { drawId: EXAMPLE.scheme, openingId: EXAMPLE.opening } },
});

export const checkRoster = route({
  operationId: "checkRoster",
  fn: "inspection",
  method: "GET",
  path: "/api/inspection/draws/{drawId}/openings/{openingId}/check",
  caller: inspector,
  may: OPEN,
  params: openingParams,
  query,
  answer: { status: 200, schema: RosterCheck },
  problems: ["opening-not-approved", "opening-lapsed"],
  summary: {
    zh: "核查名册：重复、无申请、组别或分值不符、漏列",
    en: "Check a roster: people twice, entries without application, wrong pools or scores, left out",
  },
  example: { as: "notary", params: { drawId: EXAMPLE.scheme, openingId: EXAMPLE.opening } },
});
