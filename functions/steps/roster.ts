import { buildFreeze, type Built } from "../../shared/domain/draws/author.ts";
import type { FreezeDocument } from "../../shared/contract/draw.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { buildRoster } from "../../shared/domain/draws/roster.ts";
import { readCommits } from "../../shared/store/draws.ts";
import { drawOptions, withRosterScores } from "../../shared/domain/schemes/ranking-rules.ts";
import { isInRoster, listIntents, type StoredIntent } from "../../shared/store/intents.ts";
import type { StoredScheme } from "../../shared/store/schemes.ts";
import type { Services } from "../http/services.ts";
import { drawFile, drawText, entryText, rosterByRoot, rosterFile } from "./draw-documents.ts";

/** A roster made from the intents as they stand, with the freeze that would fix it. */
export type PreparedFreeze = Built<FreezeDocument> & {
  readonly roster: string;
  readonly undecided: number;
};

/** Intents that hold things up: registered, and not yet rechecked. */
export const undecided = (intents: readonly StoredIntent[]): number =>
  intents.filter(({ state }) => state === "REGISTERED").length;

/**
 * Makes the roster and the freeze of the next version. The same intents and commits give the same
 * bytes, so that a freeze that was interrupted is made again as it was.
 *
 * @param correct - the correction that an upheld objection orders, applied to the intents read
 * @throws Error when the protocol refuses what the rules let through: a fault of ours
 */
export async function prepareFreeze(
  services: Services,
  scheme: StoredScheme,
  correct: (intents: readonly StoredIntent[]) => readonly StoredIntent[] = (intents) => intents,
): Promise<PreparedFreeze> {
  if (!scheme.notice) throw new Error("A scheme without a notice has no roster");
  const intents = correct(await listIntents(services.table, scheme.schemeId));
  const commits = await readCommits(services.table, scheme.drawId);
  const { pools, witnesses } = scheme.terms;

  const options = drawOptions(scheme.terms);
  const roster = buildRoster(
    withRosterScores(scheme.terms.ranking, intents).flatMap((intent) => {
      const { receipt, commit, pools: wanted, score } = intent;
      return isInRoster(intent) && receipt !== undefined && commit !== undefined
        ? [{ receipt, pools: wanted, commit, ...(options.score && { score }) }]
        : [];
    }),
    { pools: pools.map(({ id, units, spill }) => ({ id, units, spill })), options },
  );
  if (isRefusal(roster)) throw new Error(`The roster is refused: ${roster.refused}`);

  const freeze = buildFreeze(await entryText(services, scheme.notice), {
    version: scheme.freezes.length + 1,
    roster,
    commits: witnesses.map(({ id }) => commits.get(id) ?? ""),
  });
  if (isRefusal(freeze)) throw new Error(`The freeze is refused: ${freeze.refused}`);
  return { ...freeze, roster, undecided: undecided(intents) };
}

const CSV = "text/csv; charset=utf-8";

/** Lays a roster down under its root, before the freeze that names it is decided. */
export const layDownRoster = (
  { publicFiles }: Services,
  drawId: string,
  { document, roster }: PreparedFreeze,
): Promise<void> =>
  publicFiles.write(drawFile(drawId, rosterByRoot(document.roster.root)), roster, CSV);

/** The roster that a draw is over: the one the last freeze names. */
export async function frozenRoster(
  services: Services,
  { drawId, freezes }: StoredScheme,
): Promise<string> {
  const last = freezes.at(-1);
  if (!last) throw new Error("A draw without a freeze has no roster");
  return drawText(services, drawId, rosterByRoot(last.root));
}

/** Publishes the rosters of all freezes on record by version; `roster.csv` is the last. */
export async function publishRosters(services: Services, scheme: StoredScheme): Promise<void> {
  const { drawId, freezes } = scheme;
  const write = (name: string, text: string) =>
    services.publicFiles.write(drawFile(drawId, name), text, CSV);
  for (const { version, root } of freezes)
    await write(rosterFile(version), await drawText(services, drawId, rosterByRoot(root)));
  if (freezes.length > 0) await write("roster.csv", await frozenRoster(services, scheme));
}
