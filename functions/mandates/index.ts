import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import { acceptMandate, declineMandate, resignMandate, revokeMandate } from "./answers.ts";
import { listMandates } from "./list-mandates.ts";
import { offerMandate } from "./offer-mandate.ts";

export const endpoints = [
  offerMandate,
  listMandates,
  acceptMandate,
  declineMandate,
  revokeMandate,
  resignMandate,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
