import { timingSafeEqual } from "node:crypto";
import { codeHash, findCertificate } from "../../shared/store/certificates.ts";
import { tryCount, type TryLimit } from "../../shared/store/tries.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-corrections.ts";
import { changeFiling } from "./change.ts";
import { takeObjection } from "./object-to-filing.ts";

/** As the public check: twenty mistakes at once, then one each half minute. */
const LIMIT: TryLimit = { most: 20, each: 30_000 };

/**
 * Whoever was shown a certificate and has an interest objects to what it says. Unknown number and
 * wrong code look the same, and mistakes count as they do in the public check.
 */
export const objectByCertificate = (services: Services) => {
  const tries = tryCount(services.table, services.vault, "certificate", LIMIT);
  return endpoint(routes.objectByCertificate, services, async (input) => {
    const { body, params, event, now, refuse } = input;
    const address = event.requestContext.http.sourceIp;
    if ((await tries.take(address, now)) > 0) return refuse("too-many-requests");
    const { code, ...objection } = body;
    const { certificateNo } = params;
    const offered = codeHash(await services.vault(), certificateNo, code);
    const found = await findCertificate(services.table, certificateNo);
    const isRight = timingSafeEqual(Buffer.from(offered), Buffer.from(found?.codeHash ?? offered));
    if (!found || !isRight) return refuse("certificate-not-found");
    await tries.giveBack(address);
    return changeFiling(
      services,
      { ...input, params: { filingId: found.filingId } },
      { may: () => true, status: 201 },
      (seen, vault) => takeObjection(input, seen, vault, objection),
    );
  });
};
