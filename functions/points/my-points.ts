import type { PointsAccount } from "../../shared/contract/points.ts";
import { withConsent } from "../../shared/domain/points/consent.ts";
import { realName } from "../../shared/store/persons.ts";
import { findPoints, NO_POINTS, openItems, pointsWrites } from "../../shared/store/points.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/points.ts";
import { sumOf } from "./sum-of.ts";

/** The points account: the sum as of today, line by line, and whom one lets ask for it. */
export const getMyPoints = (services: Services) =>
  endpoint(routes.getMyPoints, services, async ({ query, caller, today, refuse }) => {
    const vault = await services.vault();
    const { idType, idNumber } = realName(vault, caller.person);
    const hash = caller.identityHash;
    const account = await findPoints(services.table, hash);
    const counted = await sumOf(services, vault, {
      ...{ person: { idType, idNumber }, ...query, today, ref: "account" },
      items: account?.items,
    });
    if (!counted) return refuse("no-points-table");
    const answer: PointsAccount = {
      sum: counted.sum,
      notAnswered: counted.silent ? ["human-resources"] : [],
      consents: account?.consents ?? [],
      confirmed: openItems(vault, hash, account?.items ?? []),
    };
    return ok(answer);
  });

/** Lets the offices of a purpose ask, or no longer: from this moment on. */
export const consentToPoints = (services: Services) =>
  endpoint(routes.consentToPoints, services, (input) =>
    decideAgain(async () => {
      const { body, caller, request, act, now, at } = input;
      const seen = await findPoints(services.table, caller.identityHash);
      const before = seen ?? NO_POINTS;
      const consent = { ...body, at };
      const answer = { status: 200, body: consent };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...pointsWrites(
          caller.identityHash,
          { ...before, consents: withConsent(before.consents, consent) },
          seen,
          act(body.given ? "CONSENT_GIVEN" : "CONSENT_TAKEN_BACK", body.purpose),
        ),
      });
      return standing(failed) ?? answer;
    }),
  );
