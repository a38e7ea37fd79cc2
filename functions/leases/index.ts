import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { claimHome } from "./claim-home.ts";
import { getAllocation } from "./get-allocation.ts";
import { getSelection } from "./get-selection.ts";
import { listAllocations } from "./list-allocations.ts";
import { leaseAllocation, signAllocation } from "./sign-lease.ts";

export const endpoints = [
  getSelection,
  claimHome,
  getAllocation,
  signAllocation,
  listAllocations,
  leaseAllocation,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
