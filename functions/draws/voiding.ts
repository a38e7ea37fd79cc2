import { decideVoiding } from "../../shared/domain/schemes/draw-acts.ts";
import { keys } from "../../shared/store/keys.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findSchemeOfDraw } from "../../shared/store/schemes.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/draws.ts";
import { bringUpDrawAfterAct, changeScheme } from "../steps/scheme.ts";

/** The city proposes in writing to void a draw under investigation: its process was flawed. */
export const proposeVoid = (services: Services) =>
  endpoint(routes.proposeVoid, services, ({ params, body, caller, request, act, now, refuse }) =>
    decideAgain(async () => {
      const scheme = await findSchemeOfDraw(services.table, params.drawId);
      if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
      const refusal = decideVoiding(scheme, { by: caller.sub, confirms: false });
      if (refusal) return refuse(refusal);
      const vault = await services.vault();
      const reasonSealed = vault.seal(body.reason, keys.scheme(scheme.schemeId), "voiding");
      const voiding = { by: caller.sub, reasonSealed };
      const answer = { status: 200, body: { drawId: scheme.drawId, state: scheme.state } };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...(await changeScheme(services, scheme, { voiding }, act("void proposed"))),
      });
      return standing(failed) ?? answer;
    }),
  );

/**
 * The notary confirms: the draw is void. Its record, its files and its place in the log stay for
 * ever; its homes go to a scheme that names it, with a notice and a drawId of its own.
 */
export const confirmVoid = (services: Services) =>
  endpoint(routes.confirmVoid, services, async ({ params, caller, request, act, now, refuse }) => {
    const outcome = await decideAgain(async () => {
      const scheme = await findSchemeOfDraw(services.table, params.drawId);
      if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
      const proposedBy = scheme.voiding?.by;
      const refusal = decideVoiding(scheme, { by: caller.sub, confirms: true, proposedBy });
      if (refusal) return refuse(refusal);
      const answer = { status: 200, body: { drawId: scheme.drawId, state: "VOID" } };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...(await changeScheme(services, scheme, { state: "VOID" }, act("VOID"))),
      });
      return standing(failed) ?? answer;
    });
    await bringUpDrawAfterAct(services, params.drawId, now);
    return outcome;
  });
