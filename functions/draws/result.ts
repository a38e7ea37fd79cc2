import { computeResult } from "../../shared/domain/draws/author-result.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { agreement, decideReading } from "../../shared/domain/schemes/draw-acts.ts";
import { publicityUntil } from "../../shared/domain/schemes/decide-publication.ts";
import { putReading, readReadings } from "../../shared/store/draws.ts";
import { appendWrites, readLogHead } from "../../shared/store/log.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findSchemeOfDraw, type StoredScheme } from "../../shared/store/schemes.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/draws.ts";
import { drawFile, entryText } from "../steps/draw-documents.ts";
import { frozenRoster } from "../steps/roster.ts";
import { bringUpDrawAfterAct, changeScheme } from "../steps/scheme.ts";

/** What the official bulletin shows; a person compares it before entering it as their reading. */
export const readBulletin = (services: Services) =>
  endpoint(routes.readBulletin, services, async ({ params, caller, now, refuse }) => {
    const scheme = await findSchemeOfDraw(services.table, params.drawId);
    if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
    const { issue, at } = scheme.terms.source;
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
        const reading = decideReading(scheme, facts);
        if (typeof reading === "string") return refuse(reading);
        const contradiction = await contradicted(services, scheme, body);
        if (contradiction) return refuse(contradiction);

        const source = scheme.terms.source.id;
        const others = (await readReadings(services.table, scheme.drawId)).filter(
          ({ reader }) => reader !== caller.sub,
        );
        const mine = { source, reader: caller.sub, value: reading.value, at };
        const met = agreement([...others, mine]);
        if (met === "readers-disagree") return refuse("readers-disagree");
        const change =
          met === "waiting" ? {} : ({ state: "SEEDED", publicValue: met.agreed } as const);
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
  { terms }: StoredScheme,
  { numbers, at }: { numbers: string; at: string },
): Promise<"not-yet-drawn" | "number-malformed" | undefined> {
  const found = await bulletin.find(terms.source.issue, terms.source.at);
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
    async ({ params, caller, request, act, now, today, refuse }) => {
      const outcome = await decideAgain(async () => {
        const scheme = await findSchemeOfDraw(services.table, params.drawId);
        if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
        if (scheme.result) return refuse("already-drawn");
        if (scheme.state !== "SEEDED") return refuse("out-of-step");

        const result = await compute(services, scheme);
        await services.publicFiles.write(
          drawFile(scheme.drawId, "ranking.csv"),
          result.ranking,
          "text/csv; charset=utf-8",
        );
        const { log, entry, index } = appendWrites(
          await readLogHead(services.table),
          result.entry,
          act("").at,
        );
        const until = publicityUntil(today, scheme.terms.publicityWorkingDays, chinaCalendar);
        const change = {
          state: "RESULT_PUBLICITY",
          result: { index, digest: result.digest },
          resultPublicityUntil: until,
        } as const;
        const answer = { status: 201, body: { drawId: scheme.drawId, state: change.state } };
        const failed = await transact(services.table, {
          request: requestRecord(request, answer, now),
          ...(await changeScheme(services, scheme, change, act("drawn"))),
          log,
          entry,
        });
        return standing(failed) ?? answer;
      });
      await bringUpDrawAfterAct(services, params.drawId, now);
      return outcome;
    },
  );

/** The result from the logged documents, the published roster and the number both readers read. */
async function compute(services: Services, scheme: StoredScheme) {
  const { terms, notice, freezes, reveals, publicValue } = scheme;
  const freeze = freezes.at(-1);
  if (!notice || !freeze || !reveals || publicValue === undefined)
    throw new Error("A seeded draw has all its inputs");
  const result = computeResult({
    notice: await entryText(services, notice),
    freeze: await entryText(services, freeze),
    reveals: await entryText(services, reveals),
    roster: await frozenRoster(services, scheme),
    values: [{ id: terms.source.id, value: publicValue }],
  });
  if (isRefusal(result)) throw new Error(`The result is refused: ${result.refused}`);
  return result;
}
