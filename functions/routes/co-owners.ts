import * as z from "zod";
import { FilingId } from "../../shared/contract/ids.ts";
import { Hex64 } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE, EXAMPLE_DIGEST } from "./examples.ts";
import { FilingStanding } from "./filings.ts";
import { route } from "./route.ts";

const params = z.strictObject({ filingId: FilingId });

const MAY: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-filings",
  "write-requests",
  "write-filings",
  "write-certificates",
  "write-outbox",
];

export const askCoOwners = route({
  operationId: "askCoOwners",
  fn: "filings",
  method: "POST",
  path: "/api/filings/{filingId}/co-owner-requests",
  caller: "person",
  may: MAY,
  params,
  body: z.strictObject({}),
  answer: { status: 200, schema: FilingStanding },
  problems: ["out-of-step", "not-the-drafter", "no-co-owners"],
  write: true,
  summary: { zh: "请共有人确认", en: "Ask the other owners of the home for consent" },
  example: { as: "landlord-lin", params: { filingId: EXAMPLE.draft }, body: {} },
});

export const CoOwnerConsent = z
  .strictObject({
    termsDigest: Hex64.meta({ description: "`termsDigest` of the filing as read" }),
  })
  .meta({ id: "CoOwnerConsent" });

export const consentAsCoOwner = route({
  operationId: "consentAsCoOwner",
  fn: "filings",
  method: "POST",
  path: "/api/filings/{filingId}/co-owner-consents",
  caller: "person",
  may: MAY,
  params,
  body: CoOwnerConsent,
  answer: { status: 201, schema: FilingStanding },
  problems: ["out-of-step", "not-a-co-owner", "already-agreed", "terms-changed", "name-differs"],
  write: true,
  summary: {
    zh: "共有人同意出租",
    en: "Consent, as an owner who does not let the home, to its lease",
  },
  example: {
    as: "tenant-wu",
    params: { filingId: EXAMPLE.toSign },
    body: { termsDigest: EXAMPLE_DIGEST },
  },
});
