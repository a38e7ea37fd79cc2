import { timingSafeEqual } from "node:crypto";
import { statusOn } from "../../shared/domain/filings/certificate.ts";
import { codeHash, findCertificate } from "../../shared/store/certificates.ts";
import { countWrongGuess, wrongGuesses } from "../../shared/store/guesses.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/certificates.ts";

/** Wrong codes that one address may try at one number in an hour; a code has 50 random bits. */
const MOST_WRONG = 10;

/** Masked facts for whoever holds number and code. Unknown number and wrong code look the same. */
export const checkCertificate = (services: Services) =>
  endpoint(routes.checkCertificate, services, async ({ body, event, now, today, at, refuse }) => {
    const { certificateNo, code } = body;
    const { table } = services;
    const vault = await services.vault();
    const guess = { asker: event.requestContext.http.sourceIp, at: certificateNo, now };
    if ((await wrongGuesses(table, vault, guess)) >= MOST_WRONG) return refuse("too-many-requests");

    const offered = codeHash(vault, certificateNo, code);
    const found = await findCertificate(table, certificateNo);
    // Compared even when there is none, so that time tells no more than the answer does.
    const isRight = timingSafeEqual(Buffer.from(offered), Buffer.from(found?.codeHash ?? offered));
    if (!found || !isRight) {
      await countWrongGuess(table, vault, guess);
      return refuse("certificate-not-found");
    }
    const { facts, status } = found;
    return ok({ ...facts, status: statusOn(status, facts.until, today), checkedAt: at });
  });
