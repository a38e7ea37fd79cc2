import { openTurns, settleRoster } from "../../../functions/steps/selection.ts";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { allocate, rankPool } from "../../../shared/domain/draws/allocation.ts";
import { toHex, utf8 } from "../../../shared/domain/draws/encoding.ts";
import { treeOfRows } from "../../../shared/domain/draws/merkle.ts";
import { rankingText } from "../../../shared/domain/draws/ranking-file.ts";
import { isRefusal } from "../../../shared/domain/draws/refusal.ts";
import { buildRoster, readRoster } from "../../../shared/domain/draws/roster.ts";
import { linesOfFile, type SlipFacts } from "../../../shared/domain/draws/slip.ts";
import { sha256Suite as suite } from "../../../shared/domain/draws/suites.ts";
import type { Act } from "../../../shared/store/audit.ts";
import { lockHomes } from "../../../shared/store/home-locks.ts";
import { isInRoster, listIntents } from "../../../shared/store/intents.ts";
import {
  advanceScheme,
  drawHead,
  findScheme,
  type SchemeRecord,
} from "../../../shared/store/schemes.ts";
import { transact } from "../../../shared/store/transact.ts";
import type { Api } from "../../support/api.ts";

const act: Act = {
  ...{ actor: "test", role: "test", action: "test", at: "2026-03-01T00:00:00.000Z" },
  outcome: "test",
};

/** Puts a scheme in force as it stands after publication; its own service is tested elsewhere. */
export async function putScheme(api: Api, { homes, ...terms }: SchemeDraft): Promise<void> {
  const { table } = api.services;
  const { schemeId, jurisdiction } = terms;
  await lockHomes(table, { schemeId }, homes);
  const record: SchemeRecord = {
    ...{ schemeId, drawId: schemeId, jurisdiction, terms },
    state: "INTENT_OPEN",
    homeCount: homes.length,
    homesDigest: "0".repeat(64),
    draftedBy: "test",
    freezes: [],
    openObjections: 0,
    filesBehind: false,
  };
  await transact(table, {
    ...advanceScheme(record, undefined, { act, dueAt: undefined }),
    draw: drawHead(schemeId, schemeId),
  });
}

/** Changes a scheme's record. */
export async function changeScheme(
  { services: { table } }: Api,
  schemeId: string,
  change: Partial<SchemeRecord>,
): Promise<void> {
  const seen = await findScheme(table, schemeId);
  if (!seen) throw new Error("No such scheme");
  const { version: _, auditHead: __, ...record } = seen;
  await transact(table, advanceScheme({ ...record, ...change }, seen, { act, dueAt: undefined }));
}

const termsOf = ({ pools }: SchemeDraft) => ({
  pools: pools.map(({ id, units, spill }) => ({ id, units, spill })),
  options: { score: false, weight: false, link: false },
});

/** Freezes the roster of those who passed, in the public file. */
export async function freeze(api: Api, scheme: SchemeDraft): Promise<SlipFacts> {
  const { table, publicFiles } = api.services;
  const { schemeId } = scheme;
  const intents = await listIntents(table, schemeId);
  const entries = intents
    .filter(isInRoster)
    .flatMap(({ receipt, commit, pools }) =>
      receipt !== undefined && commit !== undefined ? [{ receipt, pools, commit }] : [],
    );
  const text = buildRoster(entries, termsOf(scheme));
  if (isRefusal(text)) throw new Error("The roster is refused");
  const roster = readRoster(text, termsOf(scheme));
  if (isRefusal(roster)) throw new Error("The roster cannot be read");
  const root = toHex(treeOfRows(suite, roster.lines).root);
  const { count } = roster;
  await publicFiles.write(`files/draws/${schemeId}/roster-v1.csv`, text, "text/csv");
  const freezes = [{ index: 0, digest: "0".repeat(64), version: 1, count, root }];
  await changeScheme(api, schemeId, { state: "ROSTER_PUBLICITY", freezes });
  return { suite, drawId: schemeId, roster: { count, root }, result: null };
}

/** Draws under a seed of the test's own, publishes the ranking and opens choosing. */
export async function draw(api: Api, scheme: SchemeDraft, facts: SlipFacts): Promise<SlipFacts> {
  const { publicFiles } = api.services;
  const { schemeId } = scheme;
  const text = Buffer.from(
    (await publicFiles.read(`files/draws/${schemeId}/roster-v1.csv`)) ?? [],
  ).toString("utf8");
  const terms = termsOf(scheme);
  const roster = readRoster(text, terms);
  if (isRefusal(roster)) throw new Error("The roster cannot be read");
  const keys = terms.pools.map(({ id }) => suite.hash(utf8(`key of ${id}`)));
  const ranked = keys.map((key, pool) => rankPool(suite, key, { roster, pool }));
  const file = rankingText(roster, allocate(terms.pools, roster, ranked));
  const ranking = treeOfRows(suite, linesOfFile(file));
  await publicFiles.write(`files/draws/${schemeId}/ranking.csv`, file, "text/csv");
  await changeScheme(api, schemeId, { result: { index: 1, digest: "0".repeat(64) } });
  const settled = await findScheme(api.services.table, schemeId);
  if (!settled) throw new Error("No such scheme");
  await settleRoster(api.services, settled, api.now());
  await openTurns(api.services, settled, api.now());
  await changeScheme(api, schemeId, { state: "SELECTING" });
  return {
    ...facts,
    result: {
      ranking: { count: ranking.count, root: toHex(ranking.root) },
      poolKeys: Object.fromEntries(
        terms.pools.map(({ id }, at) => [id, toHex(keys[at] ?? new Uint8Array())]),
      ),
    },
  };
}
