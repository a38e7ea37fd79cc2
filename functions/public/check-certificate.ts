import { timingSafeEqual } from "node:crypto";
import { statusOn } from "../../shared/domain/filings/certificate.ts";
import { codeHash, findCertificate } from "../../shared/store/certificates.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/certificates.ts";

/** Masked facts for whoever holds number and code. Unknown number and wrong code look the same. */
export const checkCertificate = (services: Services) =>
  endpoint(routes.checkCertificate, services, async ({ body, today, at, refuse }) => {
    const { certificateNo, code } = body;
    const offered = codeHash(await services.vault(), certificateNo, code);
    const found = await findCertificate(services.table, certificateNo);
    // Compared even when there is none, so that time tells no more than the answer does.
    const isRight = timingSafeEqual(Buffer.from(offered), Buffer.from(found?.codeHash ?? offered));
    if (!found || !isRight) return refuse("certificate-not-found");
    const { facts, status } = found;
    return ok({ ...facts, status: statusOn(status, facts.until, today), checkedAt: at });
  });
