import { createHash } from "node:crypto";
import * as z from "zod";
import { HomeOffer } from "../../shared/contract/scheme.ts";
import { unixSeconds } from "../../shared/domain/calendar/instants.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { buildNotice, type Built } from "../../shared/domain/draws/author.ts";
import type { DrandChain, NoticeDocument } from "../../shared/contract/draw.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { rulesDigest, rulesText } from "../../shared/domain/draws/rules-file.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { schemePolicy } from "../../shared/domain/policy/scheme-policy.ts";
import { schemeFlaws } from "../../shared/domain/schemes/decide-publication.ts";
import { noticeSources } from "../../shared/domain/schemes/notice-sources.ts";
import { drawOptions } from "../../shared/domain/schemes/ranking-rules.ts";
import { rulesBody } from "../../shared/domain/schemes/rules-body.ts";
import { appendWrites, readLogHead } from "../../shared/store/log.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { lockHomes, releaseHomes } from "../../shared/store/home-locks.ts";
import { drawHead, findScheme, type StoredScheme } from "../../shared/store/schemes.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/schemes.ts";
import { drawFile } from "../steps/draw-documents.ts";
import { bringUpAfterAct, changeScheme } from "../steps/scheme.ts";
import { slipKeyOf } from "../applications/roster-entry.ts";
import { flawed, homesFile, isReplaceable } from "./draft-scheme.ts";

/** Why homes cannot be offered, by who has them. */
const HELD = { "other-scheme": "home-in-other-scheme", "void-scheme": "replaces-unnamed" } as const;

/**
 * A second officer approves: homes are locked, the rules file is public, the notice is in the log
 * and the scheme is published, or nothing of it counts.
 */
export const approveScheme = (services: Services) =>
  endpoint(
    routes.approveScheme,
    services,
    async ({ params, caller, request, act, now, language, refuse }) => {
      const outcome = await decideAgain(async () => {
        const scheme = await findScheme(services.table, params.schemeId);
        if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
        if (scheme.state !== "DRAFT") return refuse("out-of-step");
        if (scheme.draftedBy === caller.sub) return refuse("same-person");
        if (!(await isReplaceable(services, scheme.terms))) return refuse("replaced-not-void");
        const homes = await readHomes(services, scheme);
        const chain = services.config.DRAND?.chain;
        const facts = { now, policy: schemePolicy, calendar: chinaCalendar, chain };
        const flaws = schemeFlaws({ ...scheme.terms, homes }, facts);
        const { schemeId, terms } = scheme;
        const offering = { schemeId, replaces: terms.replaces };
        const held =
          flaws.length > 0 ? undefined : await lockHomes(services.table, offering, homes);
        // What is not published holds no homes, not even for a while.
        if (flaws.length > 0 || held)
          await releaseHomes(services.table, scheme.schemeId, {
            homes,
            act: act("homes released"),
          });
        if (flaws.length > 0) return flawed(flaws, language);
        if (held) return refuse(HELD[held.by], { homeId: held.homeId });
        const slipKey = await slipKeyOf(services);
        const { notice, rules } = noticeOf(scheme, { homes, chain, slipKey });
        await services.publicFiles.write(
          drawFile(scheme.drawId, "rules.txt"),
          rules,
          "text/plain; charset=utf-8",
        );
        const { log, entry, index } = appendWrites(
          await readLogHead(services.table),
          notice.entry,
          act("").at,
        );
        const change = {
          state: "PUBLISHED",
          publishedAt: act("").at,
          notice: { index, digest: notice.digest },
        } as const;
        const answer = { status: 200, body: { schemeId: scheme.schemeId, state: "PUBLISHED" } };
        const failed = await transact(services.table, {
          request: requestRecord(request, answer, now),
          ...(await changeScheme(services, scheme, change, act("PUBLISHED"))),
          draw: drawHead(scheme.drawId, scheme.schemeId),
          log,
          entry,
        });
        return standing(failed) ?? answer;
      });
      await bringUpAfterAct(services, params.schemeId, now);
      return outcome;
    },
  );

async function readHomes(
  services: Services,
  { schemeId, homesDigest }: StoredScheme,
): Promise<HomeOffer[]> {
  const bytes = await services.sealedFiles.read(homesFile(schemeId, homesDigest));
  if (!bytes || createHash("sha256").update(bytes).digest("hex") !== homesDigest)
    throw new Error("The homes of a draft are not those that were drafted");
  return z.array(HomeOffer).parse(JSON.parse(new TextDecoder().decode(bytes)));
}

type Published = {
  readonly homes: readonly HomeOffer[];
  readonly chain: DrandChain | undefined;
  /** With which applicants' slips are checked. */
  readonly slipKey: string;
};

/** The notice that opens the draw's log, and the rules file it binds. */
function noticeOf(
  { drawId, terms }: StoredScheme,
  { homes, chain, slipKey }: Published,
): { notice: Built<NoticeDocument>; rules: string } {
  const rules = rulesText(
    { project: terms.schemeId, drawId, replaces: terms.replaces ?? null },
    rulesBody(terms, homes, slipKey),
  );
  const notice = buildNotice(
    {
      drawId,
      suite: sha256Suite.name,
      title: terms.title,
      rules: rulesDigest(sha256Suite, rules),
      freezeBy: unixSeconds(terms.freezeBy),
      revealBy: unixSeconds(terms.revealBy),
      pools: terms.pools.map(({ id, units, spill }) => ({ id, units, spill })),
      options: drawOptions(terms),
      ...noticeSources(terms, chain),
      minWitness: terms.minWitness,
    },
    chain,
  );
  if (isRefusal(notice)) throw new Error(`The notice is refused: ${notice.refused}`);
  return { notice, rules };
}
