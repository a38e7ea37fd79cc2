import * as z from "zod";
import {
  PolicyComparison,
  PolicyComparisonBody,
  PolicyContent,
  PolicyEdit,
  PolicyLine,
  PolicyStanding,
  PolicyView,
  PutInForce,
} from "../../shared/contract/policy-version.ts";
import { PolicyVersionId } from "../../shared/contract/programme.ts";
import { centralAffordableRental } from "../../shared/domain/policy/programmes/affordable-rental.ts";
import type { Capability } from "../capabilities.ts";
import { route } from "./route.ts";

const params = z.strictObject({ version: PolicyVersionId });
const cityOfficer = { roles: ["city-officer"] } as const;
const readers = { roles: ["city-officer", "discipline", "auditor"] } as const;

const READ = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-policies",
] as const satisfies readonly Capability[];
const WRITE = [
  ...READ,
  "write-requests",
  "write-policies",
] as const satisfies readonly Capability[];

/** A draft of the demo city: what affordable rental might be after 2030. */
const EXAMPLE_VERSION = "arh-central-example";
const { until: _, ...lasting } = centralAffordableRental;
const EXAMPLE_POLICY = { ...lasting, version: EXAMPLE_VERSION, from: "2030-04-01" };

export const listOfficePolicies = route({
  operationId: "listOfficePolicies",
  fn: "programmes",
  method: "GET",
  path: "/api/office/policies",
  caller: readers,
  may: READ,
  answer: {
    status: 200,
    schema: z
      .strictObject({ policies: z.array(PolicyLine) })
      .meta({ id: "OfficePolicyList", description: "Drafts and withdrawn versions too" }),
  },
  problems: [],
  summary: { zh: "政策版本列表（含草案）", en: "Every version of every policy, drafts too" },
  example: { as: "officer-city-1" },
});

export const getOfficePolicy = route({
  operationId: "getOfficePolicy",
  fn: "programmes",
  method: "GET",
  path: "/api/office/policies/{version}",
  caller: readers,
  may: READ,
  params,
  answer: { status: 200, schema: PolicyView },
  problems: [],
  summary: { zh: "查看政策版本（含草案）", en: "Read a version, drafts too" },
  example: { as: "officer-city-1", params: { version: "prh-central-2021-08" } },
});

export const draftPolicy = route({
  operationId: "draftPolicy",
  fn: "programmes",
  method: "POST",
  path: "/api/office/policies",
  caller: cityOfficer,
  may: WRITE,
  body: PolicyContent,
  answer: { status: 201, schema: PolicyStanding },
  problems: ["policy-exists"],
  write: true,
  summary: { zh: "起草政策新版本", en: "Draft a version of a policy or a points table" },
  example: { as: "officer-city-1", body: EXAMPLE_POLICY },
});

export const editPolicy = route({
  operationId: "editPolicy",
  fn: "programmes",
  method: "PUT",
  path: "/api/office/policies/{version}",
  caller: cityOfficer,
  may: WRITE,
  params,
  body: PolicyEdit,
  answer: { status: 200, schema: PolicyStanding },
  problems: ["out-of-step", "policy-subject-changed", "policy-changed-since"],
  write: true,
  summary: { zh: "修改政策草案", en: "Write a draft anew" },
  example: {
    as: "officer-city-1",
    params: { version: EXAMPLE_VERSION },
    body: { revision: 1, content: EXAMPLE_POLICY },
  },
});

export const comparePolicy = route({
  operationId: "comparePolicy",
  fn: "programmes",
  method: "POST",
  path: "/api/office/policies/{version}/comparison",
  caller: cityOfficer,
  may: [...READ, "write-policies", "read-applications", "read-queues"],
  params,
  body: PolicyComparisonBody,
  answer: { status: 200, schema: PolicyComparison },
  problems: [],
  summary: {
    zh: "比较新旧版本：样本案例的前后结果",
    en: "What a version changes: households at the edges, samples, open applications without names",
  },
  example: {
    as: "officer-city-1",
    params: { version: EXAMPLE_VERSION },
    body: {
      cases: [
        {
          label: "外来务工，市区无房",
          jurisdiction: "350503",
          facts: { group: "MIGRANT", householdSize: 2, ownedHomes: [] },
        },
      ],
      openCases: true,
    },
  },
});

export const putPolicyInForce = route({
  operationId: "putPolicyInForce",
  fn: "programmes",
  method: "POST",
  path: "/api/office/policies/{version}/entry-into-force",
  caller: cityOfficer,
  may: WRITE,
  params,
  body: PutInForce,
  answer: { status: 200, schema: PolicyStanding },
  problems: [
    "out-of-step",
    "policy-same-person",
    "policy-changed-since",
    "policy-not-compared",
    "policy-not-ahead",
    "policy-day-taken",
  ],
  write: true,
  summary: {
    zh: "发布政策版本（须另一人），自某日起施行",
    en: "Put a version in force from a day to come: a second person",
  },
  example: {
    as: "officer-city-2",
    params: { version: EXAMPLE_VERSION },
    body: { revision: 2, from: "2030-04-01", basis: "泉建〔2030〕1号" },
  },
});

export const withdrawPolicy = route({
  operationId: "withdrawPolicy",
  fn: "programmes",
  method: "POST",
  path: "/api/office/policies/{version}/withdrawal",
  caller: cityOfficer,
  may: WRITE,
  params,
  answer: { status: 200, schema: PolicyStanding },
  problems: ["out-of-step"],
  write: true,
  summary: {
    zh: "撤回草案或尚未施行的版本",
    en: "Take back a draft, or a version that does not govern yet",
  },
  example: { as: "officer-city-2", params: { version: EXAMPLE_VERSION } },
});
