import * as z from "zod";
import { EligibilityAnswer, EligibilityTrial } from "../../shared/contract/eligibility.ts";
import { Jurisdiction } from "../../shared/contract/ids.ts";
import { PointsSum, PointsTrial } from "../../shared/contract/points.ts";
import { PolicyLine, PolicyView } from "../../shared/contract/policy-version.ts";
import { PolicyVersionId } from "../../shared/contract/programme.ts";
import { CivilDate } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { route } from "./route.ts";

/** A trial reads the policies and nothing else: it has nothing to keep and no right to. */
const READ: readonly Capability[] = ["read-policies"];

export const listPolicies = route({
  operationId: "listPolicies",
  fn: "eligibility",
  method: "GET",
  path: "/api/policies",
  caller: "anyone",
  may: READ,
  query: z.strictObject({
    jurisdiction: Jurisdiction.optional().meta({ description: "Only what governs there" }),
    on: CivilDate.optional().meta({ description: "On that day; absent: today" }),
  }),
  answer: {
    status: 200,
    schema: z.strictObject({ policies: z.array(PolicyLine) }).meta({ id: "PolicyList" }),
  },
  problems: [],
  summary: {
    zh: "住房保障政策与积分标准",
    en: "Policies and points tables put in force; with `jurisdiction`, those that govern there",
  },
  example: { query: { jurisdiction: "350503" } },
});

export const getPolicy = route({
  operationId: "getPolicy",
  fn: "eligibility",
  method: "GET",
  path: "/api/policies/{version}",
  caller: "anyone",
  may: READ,
  params: z.strictObject({ version: PolicyVersionId }),
  answer: { status: 200, schema: PolicyView },
  problems: [],
  summary: {
    zh: "查看政策全文：条件、标准、依据",
    en: "One version: conditions, limits, articles; the same data the platform decides by",
  },
  example: { params: { version: "prh-central-2021-08" } },
});

export const tryEligibility = route({
  operationId: "tryEligibility",
  fn: "eligibility",
  method: "POST",
  path: "/api/eligibility",
  caller: "anyone",
  may: READ,
  body: EligibilityTrial,
  answer: { status: 200, schema: EligibilityAnswer },
  problems: ["programme-not-open"],
  summary: {
    zh: "资格试算：不登录，不留存",
    en: "Whether a household would qualify, with a reason for each condition; nothing is kept",
  },
  example: {
    body: {
      jurisdiction: "350503",
      facts: {
        group: "LOCAL_FAMILY",
        householdSize: 3,
        hukou: "350503",
        incomeFenPerYear: 9_000_000,
        ownedHomes: [],
      },
    },
  },
});

export const tryPoints = route({
  operationId: "tryPoints",
  fn: "eligibility",
  method: "POST",
  path: "/api/points",
  caller: "anyone",
  may: READ,
  body: PointsTrial,
  answer: { status: 200, schema: PointsSum },
  problems: ["no-points-table"],
  summary: {
    zh: "积分试算：不登录，不留存",
    en: "Points line by line from what is said; nothing is kept",
  },
  example: {
    body: {
      jurisdiction: "350503",
      purpose: "SCHOOL_ENROLMENT",
      facts: {
        insurance: [{ from: "2020-03", until: "2026-06", backPaid: false, area: "350503" }],
        residence: [{ from: "2021-01-01", area: "350503" }],
      },
    },
  },
});
