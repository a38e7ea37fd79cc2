import * as z from "zod";
import { Filing, FilingDraft } from "../../shared/contract/filing.ts";
import { FilingId } from "../../shared/contract/ids.ts";
import { checkIdNumber, personShape } from "../../shared/contract/identity.ts";
import { Hex64, Instant, lines } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE, EXAMPLE_DIGEST, EXAMPLE_DRAFT } from "./examples.ts";
import { DRAFT_PROBLEMS, FilingStanding } from "./filings.ts";
import { route } from "./route.ts";

const params = z.strictObject({ filingId: FilingId });

const READ: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-filings",
  // That a clerk has read it is written before it is shown.
  "write-filings",
];
const WRITE: readonly Capability[] = [
  ...READ,
  "write-requests",
  "write-certificates",
  "write-outbox",
];

const office = { fn: "counter", caller: { roles: ["clerk"] } } as const;

export const CounterFiling = z
  .strictObject({
    person: z.strictObject(personShape).check(checkIdNumber).meta({
      description: "Who stands at the counter: a party to the lease; their paper was seen",
    }),
    draft: FilingDraft,
  })
  .meta({ id: "CounterFiling", description: "A lease that a clerk enters for someone" });

export const enterFiling = route({
  ...office,
  operationId: "enterFiling",
  method: "POST",
  path: "/api/office/counter/filings",
  may: WRITE,
  body: CounterFiling,
  answer: { status: 201, schema: FilingStanding },
  problems: [
    ...(["own-case", "other-district", "counter-needs-paper", "name-differs"] as const),
    ...DRAFT_PROBLEMS,
  ],
  write: true,
  summary: { zh: "窗口代录租赁备案", en: "Enter a lease for someone at the counter" },
  example: {
    as: "clerk-fengze",
    body: {
      person: { name: "林建国", idType: "RESIDENT_ID", idNumber: "350599196803129016" },
      draft: {
        ...EXAMPLE_DRAFT,
        signing: "PAPER",
        lease: { ...EXAMPLE_DRAFT.lease, contractDigest: "ab".repeat(32) },
      },
    },
  },
});

export const getCounterFiling = route({
  ...office,
  operationId: "getCounterFiling",
  method: "GET",
  path: "/api/office/counter/filings/{filingId}",
  may: READ,
  params,
  answer: { status: 200, schema: Filing },
  problems: [],
  summary: { zh: "查看代录的备案", en: "A lease this clerk has entered, to print and to show" },
  example: { as: "clerk-fengze", params: { filingId: EXAMPLE.draft } },
});

export const CodeSent = z
  .strictObject({ id: FilingId, until: Instant.meta({ description: "Good until then" }) })
  .meta({ id: "CounterCodeSent" });

export const sendCounterCode = route({
  ...office,
  operationId: "sendCounterCode",
  method: "POST",
  path: "/api/office/counter/filings/{filingId}/codes",
  may: WRITE,
  params,
  body: z.strictObject({}),
  answer: { status: 201, schema: CodeSent },
  problems: ["out-of-step", "no-phone", "too-many-requests"],
  write: true,
  summary: { zh: "向当事人发送验证码", en: "Send a code to the person at the counter" },
  example: { as: "clerk-fengze", params: { filingId: EXAMPLE.draft }, body: {} },
});

export const CounterResubmission = z
  .strictObject({
    draft: FilingDraft,
    explanation: lines(2, 1000).optional(),
    paperDigest: Hex64.meta({ description: "SHA-256 of the scanned sheet they signed anew" }),
  })
  .meta({ id: "CounterResubmission", description: "Gaps made good at the counter" });

export const resubmitAtCounter = route({
  ...office,
  operationId: "resubmitAtCounter",
  method: "POST",
  path: "/api/office/counter/filings/{filingId}/resubmission",
  may: WRITE,
  params,
  body: CounterResubmission,
  answer: { status: 202, schema: FilingStanding },
  problems: [
    ...(["out-of-step", "not-the-filer", "fixed-in-correction", "nothing-changed"] as const),
    ...(["not-signed-by-all", "unit-blocked", "own-case"] as const),
    ...(["co-owners-not-agreed", "overlapping-filing"] as const),
    ...DRAFT_PROBLEMS,
  ],
  write: true,
  summary: { zh: "窗口补正后重新提交", en: "Resubmit, the gaps made good at the counter" },
  example: {
    as: "clerk-fengze",
    params: { filingId: EXAMPLE.draft },
    body: {
      draft: {
        ...EXAMPLE_DRAFT,
        signing: "PAPER",
        lease: { ...EXAMPLE_DRAFT.lease, contractDigest: "ab".repeat(32) },
      },
      paperDigest: "ab".repeat(32),
    },
  },
});

const terms = {
  termsDigest: Hex64.meta({ description: "`termsDigest` of the sheet they were shown" }),
} as const;

export const CounterWord = z
  .discriminatedUnion("how", [
    z.strictObject({ how: z.literal("SMS_CODE"), code: z.string().regex(/^\d{6}$/), ...terms }),
    z.strictObject({
      how: z.literal("PAPER"),
      paperDigest: Hex64.meta({ description: "SHA-256 of the scanned sheet they signed" }),
      ...terms,
    }),
  ])
  .meta({ id: "CounterWord", description: "How the person confirms what was entered for them" });

export const confirmAtCounter = route({
  ...office,
  operationId: "confirmAtCounter",
  method: "POST",
  path: "/api/office/counter/filings/{filingId}/confirmation",
  may: WRITE,
  params,
  body: CounterWord,
  answer: { status: 202, schema: FilingStanding },
  problems: [
    ...(["out-of-step", "terms-changed", "no-code-sent", "wrong-code"] as const),
    ...(["not-the-filer", "not-signed-by-all", "unit-blocked"] as const),
    ...(["co-owners-not-agreed", "overlapping-filing"] as const),
    ...DRAFT_PROBLEMS,
  ],
  write: true,
  summary: { zh: "当事人确认并提交", en: "The person confirms; it is submitted and checked" },
  example: {
    as: "clerk-fengze",
    params: { filingId: EXAMPLE.draft },
    body: { how: "PAPER", paperDigest: "ab".repeat(32), termsDigest: EXAMPLE_DIGEST },
  },
});
