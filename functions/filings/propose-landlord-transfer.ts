import { partyHashes } from "../../shared/store/filings.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { propose } from "./propose.ts";

/** The home has new owners, and the lease goes on with them as it is. CC 725. */
export const proposeLandlordTransfer = (services: Services) =>
  endpoint(routes.proposeLandlordTransfer, services, (input) => {
    const { body } = input;
    return propose(services, input, (vault) => {
      const { landlords, guardians } = partyHashes(vault, {
        landlords: body.landlords,
        tenants: [],
      });
      return { kind: "LANDLORD_TRANSFER", body, landlords, guardians };
    });
  });
