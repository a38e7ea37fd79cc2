import * as z from "zod";
import { MandateId } from "../../shared/contract/ids.ts";
import { Mandate, MandateOffer, MandateState } from "../../shared/contract/mandate.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ mandateId: MandateId });

/** Where a mandate stands after an act; it names nobody. */
export const MandateStanding = z
  .strictObject({ id: MandateId, version: z.int().positive(), state: MandateState })
  .meta({ id: "MandateStanding" });

const READ: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-mandates",
];
const WRITE: readonly Capability[] = [...READ, "write-requests", "write-mandates", "write-outbox"];

export const offerMandate = route({
  operationId: "offerMandate",
  fn: "mandates",
  method: "POST",
  path: "/api/me/mandates",
  caller: "person",
  may: WRITE,
  body: MandateOffer,
  answer: { status: 201, schema: MandateStanding },
  problems: [
    "mandate-to-self",
    "mandate-too-long",
    "mandate-over",
    "agent-is-minor",
    "no-firm",
    "too-many-mandates",
  ],
  write: true,
  summary: { zh: "委托他人代办", en: "Ask someone to act for you in filing; they accept first" },
  example: {
    as: "landlord-lin",
    body: {
      agent: {
        ...{ name: "郑雅芳", idType: "RESIDENT_ID", idNumber: "350599198604259140" },
        phone: "19905990008",
      },
      scopes: ["FILE", "CHANGE"],
      from: "2026-03-01",
      until: "2027-02-28",
    },
  },
});

export const listMandates = route({
  operationId: "listMandates",
  fn: "mandates",
  method: "GET",
  path: "/api/me/mandates",
  caller: "person",
  may: READ,
  answer: { status: 200, schema: z.strictObject({ mandates: z.array(Mandate) }) },
  problems: [],
  summary: { zh: "我的委托", en: "Mandates the caller has given or holds" },
  example: { as: "landlord-lin" },
});

const answering = {
  fn: "mandates",
  method: "POST",
  caller: "person",
  may: WRITE,
  params,
  body: z.strictObject({}),
  answer: { status: 200, schema: MandateStanding },
  write: true,
} as const;

export const acceptMandate = route({
  ...answering,
  operationId: "acceptMandate",
  path: "/api/me/mandates/{mandateId}/acceptance",
  problems: ["out-of-step", "not-the-agent", "too-many-mandates"],
  summary: { zh: "接受委托", en: "Accept a mandate" },
  example: { as: "landlord-ou", params: { mandateId: EXAMPLE.mandate }, body: {} },
});

export const declineMandate = route({
  ...answering,
  operationId: "declineMandate",
  path: "/api/me/mandates/{mandateId}/refusal",
  problems: ["out-of-step", "not-the-agent"],
  summary: { zh: "不接受委托", en: "Decline a mandate" },
  example: { as: "landlord-ou", params: { mandateId: EXAMPLE.mandate }, body: {} },
});

export const revokeMandate = route({
  ...answering,
  operationId: "revokeMandate",
  path: "/api/me/mandates/{mandateId}/revocation",
  problems: ["out-of-step", "not-the-principal"],
  summary: { zh: "撤回委托", en: "Take a mandate back, at any time" },
  example: { as: "landlord-lin", params: { mandateId: EXAMPLE.mandate }, body: {} },
});

export const resignMandate = route({
  ...answering,
  operationId: "resignMandate",
  path: "/api/me/mandates/{mandateId}/resignation",
  problems: ["out-of-step", "not-the-agent"],
  summary: { zh: "辞去委托", en: "Lay a mandate down" },
  example: { as: "landlord-ou", params: { mandateId: EXAMPLE.mandate }, body: {} },
});
