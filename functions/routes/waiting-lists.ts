import * as z from "zod";
import { Programme, Queue } from "../../shared/contract/application.ts";
import { ApplicationId, Jurisdiction } from "../../shared/contract/ids.ts";
import { WaitingPosition, WaitlistCount, WaitlistPlace } from "../../shared/contract/waiting.ts";
import type { Capability } from "../capabilities.ts";
import { Cursor, PageSize } from "../http/cursor.ts";
import { EXAMPLE } from "./examples.ts";
import { route } from "./route.ts";

const READ = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-applications",
  "read-waitlists",
  "read-policies",
] as const satisfies readonly Capability[];

export const listWaitingLists = route({
  operationId: "listWaitingLists",
  fn: "waiting-lists",
  method: "GET",
  path: "/api/waiting-lists",
  caller: "anyone",
  may: ["read-waitlists", "read-policies"],
  answer: {
    status: 200,
    schema: z
      .strictObject({ lists: z.array(WaitlistCount).max(300) })
      .meta({ id: "WaitingLists", description: "Every waiting list with its count" }),
  },
  problems: [],
  summary: { zh: "各轮候队列人数", en: "How many wait in each queue" },
  example: {},
});

export const getWaitingPosition = route({
  operationId: "getWaitingPosition",
  fn: "waiting-lists",
  method: "GET",
  path: "/api/applications/{applicationId}/waiting",
  caller: "person",
  may: READ,
  params: z.strictObject({ applicationId: ApplicationId }),
  query: z.strictObject({ cursor: Cursor.optional() }),
  answer: { status: 200, schema: WaitingPosition },
  problems: ["not-on-waiting-list"],
  summary: {
    zh: "我的轮候位置及变动原因",
    en: "One's place on the waiting list, how it moved and why",
  },
  example: { as: "tenant-chen", params: { applicationId: EXAMPLE.submitted } },
});

export const listWaitingPlaces = route({
  operationId: "listWaitingPlaces",
  fn: "waiting-lists",
  method: "GET",
  path: "/api/office/waiting-lists/{jurisdiction}/{programme}/{queue}",
  caller: {
    roles: ["clerk", "reviewer", "approver", "city-officer", "discipline", "auditor"],
  },
  may: READ,
  params: z.strictObject({ jurisdiction: Jurisdiction, programme: Programme, queue: Queue }),
  query: z.strictObject({ cursor: Cursor.optional(), limit: PageSize.optional() }),
  answer: {
    status: 200,
    schema: z
      .strictObject({ places: z.array(WaitlistPlace).max(100), next: z.string().optional() })
      .meta({ id: "WaitingPlaces" }),
  },
  problems: [],
  summary: { zh: "轮候名单（按轮候号）", en: "A waiting list in the order of its numbers" },
  example: {
    as: "clerk-fengze",
    params: { jurisdiction: "350503", programme: "PRH", queue: "ORDINARY" },
  },
});
