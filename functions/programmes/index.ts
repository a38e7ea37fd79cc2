import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import { comparePolicy } from "./compare-policy.ts";
import { draftPolicy, editPolicy } from "./draft-policy.ts";
import { putPolicyInForce, withdrawPolicy } from "./put-in-force.ts";
import { getOfficePolicy, listOfficePolicies } from "./read-policies.ts";

/** Every endpoint of this Lambda: the city's officers and the versions of its rules. */
export const endpoints = [
  listOfficePolicies,
  getOfficePolicy,
  draftPolicy,
  editPolicy,
  comparePolicy,
  putPolicyInForce,
  withdrawPolicy,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
