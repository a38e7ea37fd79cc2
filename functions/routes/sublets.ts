import * as z from "zod";
import { FilingId } from "../../shared/contract/ids.ts";
import { SubletAnswer } from "../../shared/contract/subletting.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE } from "./examples.ts";
import { FilingStanding } from "./filings.ts";
import { route } from "./route.ts";

const MAY: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-filings",
  "write-filings",
  "write-requests",
  "write-outbox",
];
const act = {
  fn: "filings",
  method: "POST",
  caller: "person",
  may: MAY,
  params: z.strictObject({ filingId: FilingId }),
  write: true,
} as const;

export const tellOfSublet = route({
  ...act,
  operationId: "tellOfSublet",
  path: "/api/filings/{filingId}/sublet-notice",
  body: z.strictObject({}),
  answer: { status: 201, schema: FilingStanding },
  problems: ["out-of-step", "not-the-tenant", "already-told"],
  summary: {
    zh: "告知出租人转租",
    en: "Tell the owner that the home is let onward: six months' silence counts as consent",
  },
  example: { as: "tenant-huang", params: { filingId: EXAMPLE.filed }, body: {} },
});

export const answerSublet = route({
  ...act,
  operationId: "answerSublet",
  path: "/api/filings/{filingId}/sublet-answer",
  body: SubletAnswer,
  answer: { status: 200, schema: FilingStanding },
  problems: ["out-of-step", "not-the-landlord"],
  summary: { zh: "同意或不同意转租", en: "The owner's word on letting the home onward" },
  example: { as: "landlord-ou", params: { filingId: EXAMPLE.filed }, body: { given: true } },
});
