import * as z from "zod";
import {
  HukouAnswer,
  HukouCheck,
  HukouConsent,
  LeaseCheck,
  LeaseFacts,
  Movement,
  View,
} from "../../shared/contract/agency.ts";
import { FilingId, RegionCode } from "../../shared/contract/ids.ts";
import { CivilDate } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { Cursor } from "../http/cursor.ts";
import { EXAMPLE } from "./examples.ts";
import { FilingStanding } from "./filings.ts";
import { route } from "./route.ts";

const agencies = { roles: ["police", "partner-agency"], client: true } as const;
const police = { roles: ["police"], client: true } as const;

const READ: readonly Capability[] = ["read-persons", "write-persons", "use-keyring"];
/** A question stands in the chain of the filing before it is answered: hence the right to write. */
const ASK: readonly Capability[] = [
  ...READ,
  "count-tries",
  "read-certificates",
  "read-filings",
  "write-filings",
  "write-views",
];

const held = { certificateNo: "3505032026030100001", code: "0123456789" } as const;

export const checkLease = route({
  operationId: "checkLease",
  fn: "agencies",
  method: "POST",
  path: "/api/agencies/lease-checks",
  caller: agencies,
  may: ASK,
  body: LeaseCheck,
  answer: { status: 200, schema: LeaseFacts },
  problems: ["purpose-not-agreed", "certificate-not-found", "too-many-requests"],
  summary: {
    zh: "部门核查租赁备案",
    en: "A lease now, for a partner agency: the fields agreed for the purpose it names",
  },
  example: { as: "agency:police", body: { ...held, purpose: "RESIDENCE_PERMIT" } },
});

export const checkHukou = route({
  operationId: "checkHukou",
  fn: "agencies",
  method: "POST",
  path: "/api/agencies/hukou-checks",
  caller: police,
  may: ASK,
  body: HukouCheck,
  answer: { status: 200, schema: HukouAnswer },
  problems: ["purpose-not-agreed", "certificate-not-found", "too-many-requests", "no-hukou-policy"],
  summary: {
    zh: "核查租赁住房落户条件",
    en: "Whether a household may be registered on a let home, with the reason of each condition",
  },
  example: {
    as: "agency:police",
    body: {
      ...held,
      applicant: { idType: "RESIDENT_ID", idNumber: "350599199408309088" },
      family: [],
      employment: "EMPLOYED_IN_AREA",
    },
  },
});

export const listArrivals = route({
  operationId: "listArrivals",
  fn: "agencies",
  method: "GET",
  path: "/api/agencies/arrivals",
  caller: police,
  may: [...READ, "read-filings", "read-movements", "write-views", "write-agency-log"],
  query: z.strictObject({
    from: CivilDate.meta({ description: "First day reported for" }),
    to: CivilDate.meta({ description: "Last day; at most 31 days in all" }),
    district: z
      .enum([...RegionCode.options, "QZ-ETDZ", "QZ-TIA"])
      .meta({ description: "Empty when the caller is not in charge there" }),
    cursor: Cursor.optional(),
  }),
  answer: {
    status: 200,
    schema: z.strictObject({ movements: z.array(Movement), next: Cursor.optional() }),
  },
  problems: ["purpose-not-agreed"],
  summary: {
    zh: "流动人口到达、离开信息",
    en: "Who came to live in let homes of a district, and who left; late reports are marked",
  },
  example: {
    as: "agency:police",
    query: { from: "2026-03-01", to: "2026-03-31", district: "350582" },
  },
});

export const listMyViews = route({
  operationId: "listMyViews",
  fn: "agencies",
  method: "GET",
  path: "/api/me/views",
  caller: "person",
  may: [...READ, "read-views"],
  query: z.strictObject({ cursor: Cursor.optional() }),
  answer: {
    status: 200,
    schema: z.strictObject({ views: z.array(View), next: Cursor.optional() }),
  },
  problems: [],
  summary: { zh: "查看记录", en: "Which offices were told of the caller, what for and when" },
  example: { as: "tenant-huang" },
});

export const consentToHukou = route({
  operationId: "consentToHukou",
  fn: "agencies",
  method: "POST",
  path: "/api/filings/{filingId}/hukou-consent",
  caller: "person",
  may: [...READ, "read-filings", "write-filings", "write-requests", "write-outbox"],
  params: z.strictObject({ filingId: FilingId }),
  body: HukouConsent,
  answer: { status: 200, schema: FilingStanding },
  problems: ["not-the-landlord", "out-of-step"],
  write: true,
  summary: { zh: "同意（撤回同意）承租人落户", en: "Give or take back consent to hukou" },
  example: { as: "landlord-ou", params: { filingId: EXAMPLE.filed }, body: { given: true } },
});
