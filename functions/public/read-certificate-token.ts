import { numberOfToken } from "../../shared/store/certificates.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/certificates.ts";
import { findDocument } from "./document-facts.ts";

/**
 * Masked facts for whoever holds the token of a QR. It has 120 random bits, so that tries need no
 * counting; what is no token at all is answered as one that nobody has.
 */
export const readCertificateToken = (services: Services) =>
  endpoint(routes.readCertificateToken, services, async ({ params, today, at, refuse }) => {
    const no = await numberOfToken(services.table, await services.vault(), params.token);
    const found = no === undefined ? undefined : await findDocument(services, no);
    return found ? ok(await found.facts({ today, at })) : refuse("not-found");
  });
