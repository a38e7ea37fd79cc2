import * as z from "zod";
import { AllocationView, ClaimBody, TurnView } from "../../shared/contract/allotment.ts";
import {
  AllocationId,
  ApplicationId,
  CertificateNo,
  DrawId,
  HomeId,
  Jurisdiction,
} from "../../shared/contract/ids.ts";
import { CivilDate, Instant } from "../../shared/contract/values.ts";
import { LEASE_STEPS } from "../../shared/store/allocations.ts";
import type { Capability } from "../capabilities.ts";
import { Cursor, PageSize } from "../http/cursor.ts";
import { EXAMPLE } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ allocationId: AllocationId });
const drawParams = z.strictObject({ drawId: DrawId });

const READ = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-applications",
  "read-schemes",
  "read-draws",
  "read-selections",
] as const satisfies readonly Capability[];
const WRITE = [
  ...READ,
  "write-requests",
  "write-applications",
  "write-selections",
  "write-outbox",
] as const satisfies readonly Capability[];

/** A chosen home on its way to a filed lease. */
export const LeaseProgress = AllocationView.extend({
  householdSignedAt: Instant.optional(),
  leasedAt: Instant.optional(),
  certificateNo: CertificateNo.optional(),
}).meta({ id: "LeaseProgress", description: "A chosen home, up to the filed lease" });

export const HomeChosen = z
  .strictObject({ allocationId: AllocationId, homeId: HomeId, signBy: CivilDate })
  .meta({ id: "HomeChosen" });

export const LeaseStanding = z
  .strictObject({ allocationId: AllocationId, state: LeaseProgress.shape.state })
  .meta({ id: "LeaseStanding" });

export const getSelection = route({
  operationId: "getSelection",
  fn: "leases",
  method: "GET",
  path: "/api/draws/{drawId}/selection",
  caller: "person",
  may: READ,
  params: drawParams,
  query: z.strictObject({ applicationId: ApplicationId }),
  answer: { status: 200, schema: TurnView },
  problems: ["not-selected"],
  summary: { zh: "选房顺序与可选房源", en: "One's turn to choose, and the homes still free" },
  example: {
    as: "tenant-chen",
    params: { drawId: EXAMPLE.scheme },
    query: { applicationId: EXAMPLE.submitted },
  },
});

export const claimHome = route({
  operationId: "claimHome",
  fn: "leases",
  method: "POST",
  path: "/api/draws/{drawId}/claims",
  caller: "person",
  may: [...WRITE, "write-intents"],
  params: drawParams,
  body: ClaimBody,
  answer: { status: 201, schema: HomeChosen },
  problems: [
    "not-selected",
    "turn-not-open",
    "turn-passed",
    "offer-lapsed",
    "already-housed",
    "home-of-other-pool",
    "home-taken",
    "layout-does-not-fit",
  ],
  write: true,
  summary: { zh: "选定住房", en: "Chooses a home, in the order of the draw" },
  example: {
    as: "tenant-chen",
    params: { drawId: EXAMPLE.scheme },
    body: { applicationId: EXAMPLE.submitted, homeId: "FZ0-A01" },
  },
});

export const getAllocation = route({
  operationId: "getAllocation",
  fn: "leases",
  method: "GET",
  path: "/api/allocations/{allocationId}",
  caller: "person",
  may: READ,
  params,
  answer: { status: 200, schema: LeaseProgress },
  problems: [],
  summary: { zh: "查看选定的住房与签约", en: "One's chosen home and its lease" },
  example: { as: "tenant-chen", params: { allocationId: EXAMPLE.allocation } },
});

export const signAllocation = route({
  operationId: "signAllocation",
  fn: "leases",
  method: "POST",
  path: "/api/allocations/{allocationId}/signature",
  caller: "person",
  may: WRITE,
  params,
  answer: { status: 200, schema: LeaseStanding },
  problems: ["out-of-step", "already-signed", "signing-time-over"],
  write: true,
  summary: { zh: "住户签约", en: "The household signs the lease" },
  example: { as: "tenant-chen", params: { allocationId: EXAMPLE.allocation } },
});

export const listAllocations = route({
  operationId: "listAllocations",
  fn: "leases",
  method: "GET",
  path: "/api/office/allocations",
  caller: { roles: ["operator"] },
  may: [...READ, "read-queues"],
  query: z.strictObject({
    step: z.enum(LEASE_STEPS),
    jurisdiction: Jurisdiction.optional(),
    limit: PageSize.optional(),
    cursor: Cursor.optional(),
  }),
  answer: {
    status: 200,
    schema: z
      .strictObject({ allocations: z.array(LeaseProgress), next: Cursor.optional() })
      .meta({ id: "AllocationList" }),
  },
  problems: [],
  summary: { zh: "签约入住待办", en: "Allocations waiting for the operator" },
  example: { as: "operator", query: { step: "to-countersign" } },
});

export const leaseAllocation = route({
  operationId: "leaseAllocation",
  fn: "leases",
  method: "POST",
  path: "/api/office/allocations/{allocationId}/lease",
  caller: { roles: ["operator"] },
  may: [...WRITE, "read-filings", "write-filings", "write-certificates"],
  params,
  answer: { status: 200, schema: LeaseStanding },
  problems: ["out-of-step", "household-signs-first", "signing-time-over", "agent-without-mobile"],
  write: true,
  summary: {
    zh: "运营单位签约，随即备案",
    en: "The operator signs; the lease is filed by itself",
  },
  example: { as: "operator", params: { allocationId: EXAMPLE.allocation } },
});
