import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import { getPolicy, listPolicies } from "./policies.ts";
import { tryEligibility, tryPoints } from "./trials.ts";

/** Every endpoint of this Lambda: for anyone, and without a right to write anything. */
export const endpoints = [listPolicies, getPolicy, tryEligibility, tryPoints] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
