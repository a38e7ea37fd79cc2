import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { schemePolicy } from "../../shared/domain/policy/scheme-policy.ts";
import { lastRosterDay } from "../../shared/domain/schemes/decide-publication.ts";
import { decideFreeze } from "../../shared/domain/schemes/draw-acts.ts";
import type { Act } from "../../shared/store/audit.ts";
import { readCommits } from "../../shared/store/draws.ts";
import { isInRoster, listIntents } from "../../shared/store/intents.ts";
import { appendWrites, readLogHead } from "../../shared/store/log.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import {
  findSchemeOfDraw,
  type SchemeRecord,
  type StoredScheme,
} from "../../shared/store/schemes.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/draws.ts";
import { layDownRoster, prepareFreeze, undecided, type PreparedFreeze } from "../steps/roster.ts";
import { bringUpDrawAfterAct, changeScheme } from "../steps/scheme.ts";

/** What the guards need to know before a first freeze. */
async function freezeFacts(services: Services, scheme: StoredScheme, typed: number, today: string) {
  const intents = await listIntents(services.table, scheme.schemeId);
  const commits = await readCommits(services.table, scheme.drawId);
  return {
    undecided: undecided(intents),
    committed: new Set(commits.keys()),
    typed,
    counted: intents.filter(isInRoster).length,
    today,
    lastDay: lastRosterDay(scheme.terms.freezeBy, schemePolicy, chinaCalendar),
  };
}

/** The draw officer types the count; what the roster holds is shown for the notary to compare. */
export const proposeFreeze = (services: Services) =>
  endpoint(
    routes.proposeFreeze,
    services,
    async ({ params, body, caller, request, act, now, today, refuse }) =>
      decideAgain(async () => {
        const scheme = await findSchemeOfDraw(services.table, params.drawId);
        if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
        const refusal = decideFreeze(
          scheme,
          await freezeFacts(services, scheme, body.count, today),
        );
        if (refusal) return refuse(refusal);

        const { count, root } = (await prepareFreeze(services, scheme)).document.roster;
        const answer = { status: 200, body: { drawId: scheme.drawId, count, root } };
        const proposal = { count, root, by: caller.sub };
        const failed = await transact(services.table, {
          request: requestRecord(request, answer, now),
          ...(await changeScheme(services, scheme, { proposal }, act("proposed"))),
        });
        return standing(failed) ?? answer;
      }),
  );

/** The notary confirms count and root: the roster is public and the freeze is in the log. */
export const confirmFreeze = (services: Services) =>
  endpoint(
    routes.confirmFreeze,
    services,
    async ({ params, body, caller, request, act, now, today, refuse }) => {
      const outcome = await decideAgain(async () => {
        const scheme = await findSchemeOfDraw(services.table, params.drawId);
        if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
        const refusal = decideFreeze(
          scheme,
          await freezeFacts(services, scheme, body.count, today),
        );
        if (refusal) return refuse(refusal);
        if (!scheme.proposal) return refuse("out-of-step");
        if (scheme.proposal.by === caller.sub) return refuse("same-person");
        const freeze = await prepareFreeze(services, scheme);
        const { root } = freeze.document.roster;
        if (root !== body.root || root !== scheme.proposal.root) return refuse("root-differs");

        const answer = { status: 201, body: { drawId: scheme.drawId, state: "ROSTER_PUBLICITY" } };
        const failed = await transact(services.table, {
          request: requestRecord(request, answer, now),
          ...(await freezeWrites(services, scheme, freeze, act("ROSTER_PUBLICITY"))),
        });
        return standing(failed) ?? answer;
      });
      await bringUpDrawAfterAct(services, params.drawId, now);
      return outcome;
    },
  );

/**
 * The writes of a freeze: log entry and scheme in one transaction. The roster is laid down before;
 * its public names follow from the record, before cosigners look into them.
 */
export async function freezeWrites(
  services: Services,
  scheme: StoredScheme,
  freeze: PreparedFreeze,
  act: Act,
  { ground, ...also }: Partial<SchemeRecord> & { readonly ground?: string } = {},
): Promise<Record<string, Write>> {
  await layDownRoster(services, scheme.drawId, freeze);
  const { log, entry, index } = appendWrites(
    await readLogHead(services.table),
    freeze.entry,
    act.at,
  );
  const { version, roster } = freeze.document;
  const logged = { index, digest: freeze.digest, version, count: roster.count, root: roster.root };
  const corrected = ground === undefined ? logged : { ...logged, ground };
  const next = {
    ...also,
    state: "ROSTER_PUBLICITY",
    freezes: [...scheme.freezes, corrected],
  } satisfies Partial<SchemeRecord>;
  return { ...(await changeScheme(services, scheme, next, act)), log, entry };
}
