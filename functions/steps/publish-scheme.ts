import type { DrawBundle } from "../../shared/contract/draw.ts";
import type { SchemeSummary } from "../../shared/contract/scheme.ts";
import { readCheckpoint } from "../../shared/domain/draws/checkpoint.ts";
import { listAmends } from "../../shared/store/amends.ts";
import { readEntries } from "../../shared/store/log.ts";
import { listHomes, listSchemes, type StoredScheme } from "../../shared/store/schemes.ts";
import type { Services } from "../http/services.ts";
import { checkpointsOf, documentsOf, drawFile, drawText } from "./draw-documents.ts";
import { liveState } from "./live-draw.ts";
import { LogWaits } from "./publish-log.ts";
import { publishNotices } from "./publish-notices.ts";
import { publishLookup } from "./publish-results.ts";
import { frozenRoster } from "./roster.ts";
import { publishAllotment } from "./seats.ts";
import { publishWinners } from "./winners.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const PAGE = 100;

/** A scheme in the public list, as one line. */
export const summaryOf = ({ schemeId, state, homeCount, terms }: StoredScheme): SchemeSummary => ({
  schemeId,
  title: terms.title,
  titleEn: terms.titleEn,
  programme: terms.programme,
  jurisdiction: terms.jurisdiction,
  state,
  homeCount,
  intentClosesAt: terms.intent.closesAt,
});

/**
 * Writes every public file of a scheme as its record stands: its page, the list of schemes, the
 * live state of its draw and, once there is a result, the bundle anyone can verify. Files are made
 * from the record alone, so that writing them again changes nothing.
 *
 * @throws LogWaits while a document of the draw has no cosigned checkpoint
 */
export async function publishScheme(services: Services, scheme: StoredScheme): Promise<void> {
  const write = (path: string, value: unknown) =>
    services.publicFiles.write(path, JSON.stringify(value), JSON_TYPE);
  const homes = (await listHomes(services.table, scheme.schemeId)).map(({ home }) => home);
  await write(`files/schemes/${scheme.schemeId}.json`, publicScheme(scheme, homes));
  await writeList(services, "files/schemes/index.json", (schemes) => ({ schemes }));
  if (!scheme.notice) return;

  const amends = await listAmends(services.table, scheme.drawId);
  const checkpoints = await checkpointsOf(services, documentsOf(scheme, amends));
  if (!checkpoints) throw new LogWaits();
  if (scheme.result)
    await write(
      drawFile(scheme.drawId, "bundle.json"),
      await bundle(services, scheme, checkpoints),
    );
  await write(drawFile(scheme.drawId, "checkpoints.json"), checkpoints);
  await write(drawFile(scheme.drawId, "live.json"), await liveState(services, scheme));
  await publishLookup(services, scheme, amends);
  await publishAllotment(services, scheme);
  await publishWinners(services, scheme);
  await publishNotices(services, scheme);
  await writeList(services, "files/draws/index.json", (draws) => ({ draws }));
}

const ROUNDS = 8;

/**
 * Writes a list that many schemes share, again until it is still what the table says: another
 * scheme's step may have read it later and written it sooner.
 */
async function writeList(
  services: Services,
  path: string,
  fileOf: (schemes: readonly SchemeSummary[]) => unknown,
): Promise<void> {
  const make = async () => JSON.stringify(fileOf(await publicList(services)));
  let text = await make();
  for (let round = 0; round < ROUNDS; round++) {
    await services.publicFiles.write(path, text, JSON_TYPE);
    const again = await make();
    if (again === text) return;
    text = again;
  }
}

/** A scheme as the public reads it, its homes included. */
export function publicScheme(
  scheme: StoredScheme,
  homes?: readonly unknown[],
): Record<string, unknown> {
  const { version, state, homeCount, publishedAt, resultPublicityUntil, terms } = scheme;
  const last = scheme.freezes.at(-1);
  return {
    ...terms,
    version,
    state,
    homeCount,
    ...(homes && { homes }),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(resultPublicityUntil !== undefined && { resultPublicityUntil }),
    ...(last && { roster: { version: last.version, count: last.count, digest: last.digest } }),
  };
}

async function publicList({ table }: Services): Promise<SchemeSummary[]> {
  const all: SchemeSummary[] = [];
  let after: string | undefined;
  do {
    const page = await listSchemes(table, { limit: PAGE, ...(after !== undefined && { after }) });
    all.push(...page.schemes.filter(({ state }) => state !== "DRAFT"));
    after = page.next;
  } while (after !== undefined);
  return all;
}

/** Everything a stranger needs to check the draw (draw protocol, section 5). */
async function bundle(
  services: Services,
  scheme: StoredScheme,
  checkpoints: Record<string, string>,
): Promise<DrawBundle> {
  const { drawId } = scheme;
  const sizes = Object.values(checkpoints).map((text) => readCheckpoint(text)?.size ?? 0);
  return {
    drawId,
    log: await readEntries(services.table, 0, Math.max(...sizes)),
    checkpoints,
    roster: await frozenRoster(services, scheme),
    ranking: await drawText(services, drawId, "ranking.csv"),
  };
}
