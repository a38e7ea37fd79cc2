import { createHash } from "node:crypto";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { schemePolicy } from "../../shared/domain/policy/scheme-policy.ts";
import { schemeFlaws, type SchemeFlaw } from "../../shared/domain/schemes/decide-publication.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import type { SchemeTerms } from "../../shared/contract/scheme.ts";
import { advanceScheme, findScheme, type SchemeRecord } from "../../shared/store/schemes.ts";
import { transact } from "../../shared/store/transact.ts";
import { endpoint, REPEATED } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import { problem, type Language, type Reply } from "../http/problem.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/schemes.ts";
import { flawTexts } from "./flaws.ts";

/**
 * Where the homes of a draft lie until it is published: too many for one item. Named by their
 * SHA-256 too, so that a second draft of the same code, which is refused, cannot replace them.
 */
export const homesFile = (schemeId: string, homesDigest: string): string =>
  `schemes/${schemeId}/homes-${homesDigest}.json`;

/** A draft with flaws, each with its pointer and, for dates, the earliest legal instant. */
export const flawed = (flaws: readonly SchemeFlaw[], language: Language): Reply =>
  problem("scheme-flawed", {
    language,
    errors: flaws.map(({ kind, pointer, earliest }) => ({
      pointer,
      ...flawTexts[kind],
      ...(earliest !== undefined && { earliest }),
    })),
  });

/** Whether what a scheme says it replaces is a void scheme of the same office (draw protocol 1). */
export async function isReplaceable(
  { table }: Services,
  { replaces, jurisdiction }: Pick<SchemeTerms, "replaces" | "jurisdiction">,
): Promise<boolean> {
  if (replaces === undefined) return true;
  const replaced = await findScheme(table, replaces);
  return replaced?.state === "VOID" && replaced.jurisdiction === jurisdiction;
}

/** Writes the homes to a file, then puts the draft on record with the file's digest. */
export const draftScheme = (services: Services) =>
  endpoint(
    routes.draftScheme,
    services,
    async ({ body, caller, request, act, now, language, refuse }) => {
      const { homes, ...terms } = body;
      if (!covers(caller, terms.jurisdiction)) return refuse("forbidden");
      const chain = services.config.DRAND?.chain;
      const facts = { now, policy: schemePolicy, calendar: chinaCalendar, chain };
      const flaws = schemeFlaws(body, facts);
      if (flaws.length > 0) return flawed(flaws, language);
      if (!(await isReplaceable(services, terms))) return refuse("replaced-not-void");

      const file = JSON.stringify(homes);
      const homesDigest = createHash("sha256").update(file).digest("hex");
      const path = homesFile(terms.schemeId, homesDigest);
      await services.sealedFiles.write(path, file, "application/json");
      const record: SchemeRecord = {
        schemeId: terms.schemeId,
        drawId: terms.schemeId,
        state: "DRAFT",
        jurisdiction: terms.jurisdiction,
        terms,
        homeCount: homes.length,
        homesDigest,
        draftedBy: caller.sub,
        freezes: [],
        openObjections: 0,
        filesBehind: false,
      };
      const answer = {
        status: 201,
        body: { schemeId: terms.schemeId, state: "DRAFT" },
        location: `/api/office/schemes/${terms.schemeId}`,
      };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...advanceScheme(record, undefined, { act: act("DRAFT"), dueAt: undefined }),
      });
      if (failed.has("request")) return REPEATED;
      return failed.size > 0 ? refuse("scheme-exists") : answer;
    },
  );
