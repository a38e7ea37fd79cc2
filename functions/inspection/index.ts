import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { checkRoster } from "./check-roster.ts";
import { getSlip } from "./get-slip.ts";
import { approveOpening, listOpenings, requestOpening } from "./openings.ts";
import { readCommitments } from "./read-commitments.ts";

/** Every endpoint of this Lambda: the only one that may open the salts of commitments. */
export const endpoints = [
  getSlip,
  requestOpening,
  approveOpening,
  listOpenings,
  readCommitments,
  checkRoster,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
