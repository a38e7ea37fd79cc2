import * as z from "zod";
import { SchemeId } from "../../shared/contract/ids.ts";
import { SchemeDraft, SchemeSummary, SchemeView } from "../../shared/contract/scheme.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE, EXAMPLE_SCHEME } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ schemeId: SchemeId });
const cursor = z.string().min(1).max(64);
const Created = z
  .strictObject({ schemeId: SchemeId, state: z.string() })
  .meta({ id: "SchemeStanding" });

const OFFICE: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "write-requests",
  "read-schemes",
  "write-schemes",
  "read-draws",
  "write-draws",
  "lock-homes",
  "read-log",
  "write-log",
  "sign-log",
  "read-public-files",
  "write-public-files",
  "read-sealed-files",
  "write-sealed-files",
  "read-slip-key",
];

export const draftScheme = route({
  operationId: "draftScheme",
  fn: "schemes",
  method: "POST",
  path: "/api/office/schemes",
  caller: { roles: ["city-officer"] },
  may: OFFICE,
  body: SchemeDraft,
  answer: { status: 201, schema: Created },
  problems: ["scheme-exists", "scheme-flawed", "replaced-not-void"],
  write: true,
  summary: { zh: "起草配租方案", en: "Draft an allocation scheme" },
  example: { as: "officer-city-1", body: EXAMPLE_SCHEME },
});

export const approveScheme = route({
  operationId: "approveScheme",
  fn: "schemes",
  method: "POST",
  path: "/api/office/schemes/{schemeId}/approval",
  caller: { roles: ["city-officer"] },
  may: OFFICE,
  params,
  answer: { status: 200, schema: Created },
  problems: [
    "out-of-step",
    "same-person",
    "scheme-flawed",
    "home-in-other-scheme",
    "replaced-not-void",
    "replaces-unnamed",
  ],
  write: true,
  summary: {
    zh: "批准并公布配租方案（须另一人）",
    en: "Approve and publish a scheme: a second person",
  },
  example: { as: "officer-city-2", params: { schemeId: EXAMPLE.plan } },
});

export const getOfficeScheme = route({
  operationId: "getOfficeScheme",
  fn: "schemes",
  method: "GET",
  path: "/api/office/schemes/{schemeId}",
  caller: { roles: ["city-officer", "draw-officer", "notary", "discipline", "auditor"] },
  may: OFFICE,
  params,
  answer: { status: 200, schema: SchemeView },
  problems: [],
  summary: { zh: "查看配租方案（含草案）", en: "Read a scheme, drafts too" },
  example: { as: "officer-city-1", params: { schemeId: EXAMPLE.plan } },
});

export const listSchemes = route({
  operationId: "listSchemes",
  fn: "public",
  method: "GET",
  path: "/api/schemes",
  caller: "anyone",
  may: ["read-schemes"],
  query: z.strictObject({ after: cursor.optional() }),
  answer: {
    status: 200,
    schema: z
      .strictObject({ schemes: z.array(SchemeSummary), next: z.string().optional() })
      .meta({ id: "SchemeList" }),
  },
  problems: [],
  summary: { zh: "配租方案列表", en: "Published schemes" },
  example: {},
});

export const getScheme = route({
  operationId: "getScheme",
  fn: "public",
  method: "GET",
  path: "/api/schemes/{schemeId}",
  caller: "anyone",
  may: ["read-schemes"],
  params,
  answer: { status: 200, schema: SchemeView },
  problems: [],
  summary: { zh: "查看配租方案", en: "A published scheme" },
  example: { params: { schemeId: EXAMPLE.scheme } },
});
