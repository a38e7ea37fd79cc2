import * as z from "zod";
import { FlatId, Jurisdiction } from "../../shared/contract/ids.ts";
import { UnitDecision, UnitRecord } from "../../shared/contract/unit-verification.ts";
import type { Capability } from "../capabilities.ts";
import { route } from "./route.ts";

const params = z.strictObject({ flatId: FlatId });
const MAY: readonly Capability[] = ["read-persons", "write-persons", "use-keyring", "write-units"];

export const getUnit = route({
  operationId: "getUnit",
  fn: "units",
  method: "GET",
  path: "/api/office/units/{flatId}",
  caller: { roles: ["clerk", "reviewer", "approver"] },
  may: MAY,
  params,
  answer: { status: 200, schema: UnitRecord },
  problems: [],
  summary: { zh: "查看房源核验状态", en: "What is known of a home's title, and how it came to be" },
  example: { as: "reviewer-jinjiang", params: { flatId: "35058200100100301" } },
});

export const decideUnit = route({
  operationId: "decideUnit",
  fn: "units",
  method: "POST",
  path: "/api/office/units/{flatId}/verification",
  caller: { roles: ["reviewer", "approver"] },
  may: [...MAY, "write-requests"],
  params,
  body: UnitDecision.extend({
    jurisdiction: Jurisdiction.meta({ description: "Where the home lies" }),
  }).meta({ id: "UnitDecisionIn" }),
  answer: { status: 200, schema: UnitRecord.omit({ history: true }).meta({ id: "UnitStanding" }) },
  problems: ["unit-out-of-step", "reason-does-not-fit"],
  write: true,
  summary: {
    zh: "核验或禁止出租房源",
    en: "Say that papers of a home were seen, that it may not be let, or take that back",
  },
  example: {
    as: "reviewer-fengze",
    params: { flatId: "35050300100109901" },
    body: {
      jurisdiction: "350503",
      state: "BLOCKED",
      reasonCode: "UNSAFE",
      reason: "经鉴定为危房，鉴定书编号见附件",
    },
  },
});
