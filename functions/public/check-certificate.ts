import { timingSafeEqual } from "node:crypto";
import { codeHash } from "../../shared/store/certificates.ts";
import { tryCount, type TryLimit } from "../../shared/store/tries.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/certificates.ts";
import { findDocument } from "./document-facts.ts";

/** Twenty mistakes at once, then one each half minute: a code has 50 bits. */
const LIMIT: TryLimit = { most: 20, each: 30_000 };

/**
 * Masked facts for whoever holds number and code. Unknown number and wrong code look the same, and
 * who has made too many mistakes is told so before anything is looked up.
 */
export const checkCertificate = (services: Services) => {
  const tries = tryCount(services.table, services.vault, "certificate", LIMIT);
  return endpoint(routes.checkCertificate, services, async ({ body, event, now, ...input }) => {
    const address = event.requestContext.http.sourceIp;
    const wait = await tries.take(address, now);
    if (wait > 0) {
      const refused = input.refuse("too-many-requests");
      const headers = { ...refused.headers, "retry-after": String(Math.ceil(wait / 1000)) };
      return { ...refused, headers };
    }
    const { certificateNo, code } = body;
    const offered = codeHash(await services.vault(), certificateNo, code);
    const found = await findDocument(services, certificateNo);
    // Compared even when there is none, so that time tells no more than the answer does.
    const isRight = timingSafeEqual(Buffer.from(offered), Buffer.from(found?.codeHash ?? offered));
    if (!found || !isRight) return input.refuse("certificate-not-found");
    await tries.giveBack(address);
    return ok(await found.facts(input));
  });
};
