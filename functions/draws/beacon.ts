import { openRound } from "../../shared/domain/draws/drand.ts";
import { beaconComesAt } from "../../shared/domain/schemes/draw-sources.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findSchemeOfDraw } from "../../shared/store/schemes.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/draws.ts";
import { bringUpDrawAfterAct, changeScheme } from "../steps/scheme.ts";
import { withValue } from "../steps/values.ts";

/**
 * Someone brings the beacon's signature from wherever they have it, for an installation that reaches
 * no relay. It proves itself: no other bytes than the beacon's own are accepted, from anyone.
 */
export const enterBeacon = (services: Services) =>
  endpoint(routes.enterBeacon, services, async ({ params, body, request, act, now, refuse }) => {
    const chain = services.config.DRAND?.chain;
    const outcome = await decideAgain(async () => {
      const scheme = await findSchemeOfDraw(services.table, params.drawId);
      if (!scheme) return refuse("not-found");
      const { beacon } = scheme.terms;
      if (!beacon || !chain) return refuse("unknown-source");
      const waits = scheme.reveals && !scheme.failure && scheme.beaconValue === undefined;
      if (scheme.state !== "FROZEN" || !waits) return refuse("out-of-step");
      if (now < (beaconComesAt(scheme.terms, chain) ?? Infinity)) return refuse("not-yet-drawn");
      if (!openRound(chain, beacon.round, body.signature)) return refuse("beacon-invalid");

      const change = withValue(scheme, { beaconValue: body.signature });
      const answer = {
        status: 201,
        body: { drawId: scheme.drawId, state: change.state ?? scheme.state },
      };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...(await changeScheme(services, scheme, change, act(`took ${beacon.id}`))),
      });
      return standing(failed) ?? answer;
    });
    await bringUpDrawAfterAct(services, params.drawId, now);
    return outcome;
  });
