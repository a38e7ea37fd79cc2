import * as z from "zod";
import { IntentBody } from "../../shared/contract/allotment.ts";
import {
  Application,
  ApplicationForm,
  ApplicationState,
  Programme,
  Queue,
} from "../../shared/contract/application.ts";
import {
  AllocationId,
  ApplicationId,
  DrawId,
  Jurisdiction,
  PoolId,
  Receipt,
  ReceiptNo,
  SchemeId,
} from "../../shared/contract/ids.ts";
import { CaseProcess } from "../../shared/contract/application-process.ts";
import { CivilDate, Hex64, Instant } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE, EXAMPLE_FORM } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ applicationId: ApplicationId });

/** The written receipt of O11 art. 8. */
export const ApplicationReceipt = z
  .strictObject({
    applicationId: ApplicationId,
    receiptNo: ReceiptNo,
    state: ApplicationState,
    dueOn: CivilDate.meta({ description: "Last day to accept it" }),
    provisional: z.boolean(),
  })
  .meta({ id: "ApplicationReceipt", description: "Written receipt of an application" });

/** One line of a list of applications: nothing that says who it is. */
export const ApplicationSummary = z
  .strictObject({
    applicationId: ApplicationId,
    receiptNo: ReceiptNo,
    state: ApplicationState,
    jurisdiction: Jurisdiction,
    programme: Programme,
    queue: Queue,
    householdSize: z.int().min(1).max(16),
    submittedAt: Instant,
    dueOn: CivilDate.optional(),
    waitingNo: z.int().positive().optional(),
  })
  .meta({ id: "ApplicationSummary" });
export type ApplicationSummary = z.infer<typeof ApplicationSummary>;

/** An application with what it has led to. */
export const ApplicationProgress = Application.extend({
  drawId: DrawId.optional(),
  receipt: Receipt.optional().meta({ description: "Number in the draw" }),
  allocationId: AllocationId.optional(),
  process: CaseProcess.optional(),
  manualCheck: z.boolean().optional().meta({ description: "An agency kept silent (V51)" }),
}).meta({ id: "ApplicationProgress", description: "An application and how far it is" });

export const IntentStanding = z
  .strictObject({
    schemeId: SchemeId,
    applicationId: ApplicationId,
    state: ApplicationState,
    pools: z.array(PoolId),
    receipt: Receipt.meta({ description: "Number in the draw" }),
    commit: Hex64.meta({ description: "Ties the number to the person, without naming them" }),
    seal: z.string().meta({ description: "The bureau's signed note over the entry" }),
  })
  .meta({ id: "IntentStanding", description: "The signed receipt of an intent" });

const BASE = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-applications",
  "read-policies",
] as const satisfies readonly Capability[];
const WRITE = [
  ...BASE,
  "write-requests",
  "write-applications",
  "write-outbox",
] as const satisfies readonly Capability[];

export const applyForHome = route({
  operationId: "applyForHome",
  fn: "applications",
  method: "POST",
  path: "/api/applications",
  caller: "person",
  may: WRITE,
  body: ApplicationForm,
  answer: { status: 201, schema: ApplicationReceipt },
  problems: [
    "programme-not-open",
    "through-waiting-list",
    "consent-missing",
    "applicant-not-caller",
    "minor-needs-guardian",
    "birth-date-not-past",
    "co-applicant-minor",
    "member-already-applied",
    "barred",
  ],
  write: true,
  summary: { zh: "申请住房保障", en: "Apply for a home: one household, one application" },
  example: { as: "tenant-wu", body: EXAMPLE_FORM },
});

export const getMyApplications = route({
  operationId: "getMyApplications",
  fn: "applications",
  method: "GET",
  path: "/api/applications",
  caller: "person",
  may: BASE,
  answer: {
    status: 200,
    schema: z
      .strictObject({ applications: z.array(ApplicationSummary) })
      .meta({ id: "MyApplications" }),
  },
  problems: [],
  summary: { zh: "我的申请", en: "My applications" },
  example: { as: "tenant-chen" },
});

export const getApplication = route({
  operationId: "getApplication",
  fn: "applications",
  method: "GET",
  path: "/api/applications/{applicationId}",
  caller: "person",
  may: [...BASE, "read-schemes"],
  params,
  answer: { status: 200, schema: ApplicationProgress },
  problems: [],
  summary: { zh: "查看申请与进度", en: "An application of one's own and how far it is" },
  example: { as: "tenant-chen", params: { applicationId: EXAMPLE.submitted } },
});

export const registerIntent = route({
  operationId: "registerIntent",
  fn: "applications",
  method: "POST",
  path: "/api/schemes/{schemeId}/intents",
  caller: "person",
  may: [...WRITE, "read-schemes", "write-intents", "seal-salts", "seal-slips"],
  params: z.strictObject({ schemeId: SchemeId }),
  body: IntentBody,
  answer: { status: 201, schema: IntentStanding },
  problems: ["out-of-step", "intent-not-open", "intent-closed", "not-in-scope", "review-due"],
  write: true,
  summary: { zh: "意向登记", en: "Register one's intent in a scheme" },
  example: {
    as: "tenant-chen",
    params: { schemeId: EXAMPLE.scheme },
    body: { applicationId: EXAMPLE.submitted, pools: ["A"] },
  },
});
