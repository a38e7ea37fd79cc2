import * as z from "zod";
import { Jurisdiction, FilingId } from "../../shared/contract/ids.ts";
import {
  PointsAccount,
  PointsAnswer,
  PointsCheck,
  PointsConsent,
  PointsConsentStanding,
  PointsItem,
  PointsPurpose,
} from "../../shared/contract/points.ts";
import { ParkResidence, TalentQuestion, TalentStanding } from "../../shared/contract/talent.ts";
import { Instant } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE } from "./examples.ts";
import { route } from "./route.ts";

const BASE = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-policies",
] as const satisfies readonly Capability[];
const COUNT = [...BASE, "read-points", "read-filings"] as const satisfies readonly Capability[];

export const getMyPoints = route({
  operationId: "getMyPoints",
  fn: "points",
  method: "GET",
  path: "/api/me/points",
  caller: "person",
  may: COUNT,
  query: z.strictObject({
    purpose: PointsPurpose,
    jurisdiction: Jurisdiction.refine((one) => one !== "QZ"),
  }),
  answer: { status: 200, schema: PointsAccount },
  problems: ["no-points-table"],
  summary: { zh: "我的积分账户", en: "One's own points, line by line, and who may ask for them" },
  example: {
    as: "tenant-huang",
    query: { purpose: "SCHOOL_ENROLMENT", jurisdiction: "350503" },
  },
});

export const consentToPoints = route({
  operationId: "consentToPoints",
  fn: "points",
  method: "POST",
  path: "/api/me/points/consents",
  caller: "person",
  may: [...BASE, "read-points", "write-points", "write-requests"],
  body: PointsConsent,
  answer: { status: 200, schema: PointsConsentStanding },
  problems: [],
  write: true,
  summary: {
    zh: "同意（撤回同意）部门查询积分",
    en: "Let offices of a purpose ask for one's points, or no longer",
  },
  example: { as: "tenant-huang", body: { purpose: "SCHOOL_ENROLMENT", given: true } },
});

export const checkPoints = route({
  operationId: "checkPoints",
  fn: "points",
  method: "POST",
  path: "/api/agencies/points-checks",
  caller: { roles: ["partner-agency"], client: true },
  may: [...COUNT, "write-points", "write-views", "count-tries"],
  body: PointsCheck,
  answer: { status: 200, schema: PointsAnswer },
  problems: [
    "purpose-not-agreed",
    "points-consent-missing",
    "no-points-table",
    "too-many-requests",
  ],
  summary: {
    zh: "部门查询积分（须本人同意）",
    en: "Someone's points, for the office that allots a scarce service; consent and purpose first",
  },
  example: {
    as: "agency:education",
    body: {
      person: { idType: "RESIDENT_ID", idNumber: "350599199408309088" },
      purpose: "SCHOOL_ENROLMENT",
      jurisdiction: "350503",
    },
  },
});

export const confirmPointsItem = route({
  operationId: "confirmPointsItem",
  fn: "points",
  method: "POST",
  path: "/api/office/points-items",
  caller: { roles: ["reviewer", "city-officer"] },
  may: [...BASE, "read-points", "write-points", "write-requests"],
  body: PointsItem,
  answer: {
    status: 200,
    schema: z
      .strictObject({ item: z.string(), count: z.int(), at: Instant })
      .meta({ id: "PointsItemStanding" }),
  },
  problems: ["no-points-table", "points-item-unknown", "own-case"],
  write: true,
  summary: {
    zh: "确认积分项目（证书、志愿服务、表彰、处罚等）",
    en: "Put on a person's account what no register knows, with the paper that shows it",
  },
  example: {
    as: "officer-city-1",
    body: {
      person: { idType: "RESIDENT_ID", idNumber: "350599199408309088" },
      ...{ purpose: "PUBLIC_SERVICES", jurisdiction: "350582", item: "diploma", count: 1 },
      evidence: "学历证书，2026-06-30",
    },
  },
});

export const checkMyTalent = route({
  operationId: "checkMyTalent",
  fn: "points",
  method: "POST",
  path: "/api/me/talent",
  caller: "person",
  may: BASE,
  body: TalentQuestion,
  answer: { status: 200, schema: TalentStanding },
  problems: [],
  summary: {
    zh: "核对人才层次及待遇",
    en: "Whether one's tier is certified, and what it gives: rent share, areas, one of three choices",
  },
  example: { as: "tenant-huang", body: { tier: 3, jurisdiction: "350503" } },
});

export const proveParkResidence = route({
  operationId: "proveParkResidence",
  fn: "points",
  method: "GET",
  path: "/api/me/park-residences/{filingId}",
  caller: "person",
  may: [...BASE, "read-filings"],
  params: z.strictObject({ filingId: FilingId }),
  answer: { status: 200, schema: ParkResidence },
  problems: ["not-park-housing"],
  summary: {
    zh: "园区住房居住证明（入学用）",
    en: "Proof for a school of residence in a home a park lets to its staff",
  },
  example: { as: "tenant-huang", params: { filingId: EXAMPLE.filed } },
});
