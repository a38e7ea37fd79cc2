import type { SchemeSource } from "../../shared/contract/scheme.ts";
import { memberOf, numbersToRead } from "../../shared/domain/schemes/draw-sources.ts";
import { agreement, decideReading } from "../../shared/domain/schemes/draw-acts.ts";
import { putReading, readReadings } from "../../shared/store/draws.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findSchemeOfDraw } from "../../shared/store/schemes.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/draws.ts";
import { drawResult, knownOf } from "../steps/draw.ts";
import { withValue } from "../steps/values.ts";
import { bringUpDrawAfterAct, changeScheme } from "../steps/scheme.ts";

const isNamed =
  (id: string) =>
  (source: SchemeSource): boolean =>
    source.id === id;

/** What the official bulletin shows; a person compares it before entering it as their reading. */
export const readBulletin = (services: Services) =>
  endpoint(routes.readBulletin, services, async ({ params, caller, now, refuse }) => {
    const scheme = await findSchemeOfDraw(services.table, params.drawId);
    if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
    const source = numbersToRead(scheme.terms, knownOf(scheme))[0] ?? scheme.terms.source;
    if (!source) return refuse("unknown-source");
    const { issue, at } = source;
    if (now < Date.parse(at)) return refuse("not-yet-drawn");
    const found = await services.bulletin.find(issue, at);
    if (found === "silent") return refuse("bulletin-silent");
    if (found === "not-yet") return refuse("not-yet-drawn");
    const drawnAt = new Date(found.drawnAt).toISOString().replace(".000Z", "Z");
    return ok({ game: found.game, issue: found.issue, numbers: found.numbers, at: drawnAt });
  });

/** One reader's number. When two different readers agree, the public source has come into being. */
export const enterReading = (services: Services) =>
  endpoint(
    routes.enterReading,
    services,
    async ({ params, body, caller, request, act, at, now, refuse }) => {
      const outcome = await decideAgain(async () => {
        const scheme = await findSchemeOfDraw(services.table, params.drawId);
        if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
        const facts = {
          revealsLogged: scheme.reveals !== undefined,
          numbers: body.numbers,
          drawnAt: body.at,
          now,
        };
        const waited = numbersToRead(scheme.terms, knownOf(scheme));
        const number = body.source === undefined ? waited[0] : waited.find(isNamed(body.source));
        if (waited.length > 0 && !number) return refuse("unknown-source");
        const reading = decideReading(scheme, number, facts);
        if (typeof reading === "string") return refuse(reading);
        if (!number) return refuse("out-of-step");
        const contradiction = await contradicted(services, number, body);
        if (contradiction) return refuse(contradiction);

        const source = number.id;
        const others = (await readReadings(services.table, scheme.drawId)).filter(
          (one) => one.source === source && one.reader !== caller.sub,
        );
        const mine = { source, reader: caller.sub, value: reading.value, at };
        const met = agreement([...others, mine]);
        if (met === "readers-disagree") return refuse("readers-disagree");
        const change =
          met === "waiting"
            ? {}
            : withValue(scheme, { [memberOf(scheme.terms, source)]: met.agreed });
        const answer = {
          status: 201,
          body: { drawId: scheme.drawId, state: change.state ?? scheme.state },
        };
        const failed = await transact(services.table, {
          request: requestRecord(request, answer, now),
          reading: putReading(scheme.drawId, mine),
          ...(await changeScheme(services, scheme, change, act(`read ${source}`))),
        });
        return standing(failed) ?? answer;
      });
      await bringUpDrawAfterAct(services, params.drawId, now);
      return outcome;
    },
  );

/**
 * Why the bulletin, where it can be read from here, contradicts a reader. Cosigners compare too, and
 * would sign no head of the log any more once a result with another number were in it.
 */
async function contradicted(
  { bulletin }: Services,
  source: SchemeSource,
  { numbers, at }: { numbers: string; at: string },
): Promise<"not-yet-drawn" | "number-malformed" | undefined> {
  const found = await bulletin.find(source.issue, source.at);
  if (found === "silent") return undefined;
  if (found === "not-yet") return "not-yet-drawn";
  const isSame = found.numbers === numbers && Date.parse(found.drawnAt) === Date.parse(at);
  return isSame ? undefined : "number-malformed";
}

/** The notary draws, once. The same inputs give the same bytes: interrupted, it ends the same. */
export const performDraw = (services: Services) =>
  endpoint(
    routes.performDraw,
    services,
    async ({ params, caller, request, act, at, now, refuse }) => {
      const outcome = await decideAgain(async () => {
        const scheme = await findSchemeOfDraw(services.table, params.drawId);
        if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
        if (scheme.result) return refuse("already-drawn");
        if (scheme.state !== "SEEDED") return refuse("out-of-step");

        const { change, writes } = await drawResult(services, scheme, { now, at });
        const answer = { status: 201, body: { drawId: scheme.drawId, state: change.state } };
        const failed = await transact(services.table, {
          request: requestRecord(request, answer, now),
          ...(await changeScheme(services, scheme, change, act("drawn"))),
          ...writes,
        });
        return standing(failed) ?? answer;
      });
      await bringUpDrawAfterAct(services, params.drawId, now);
      return outcome;
    },
  );
