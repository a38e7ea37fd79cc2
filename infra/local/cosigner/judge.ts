import type { FreezeDocument, ResultDocument } from "../../../shared/contract/draw.ts";
import { parseJson } from "../../../shared/domain/draws/canonical-json.ts";
import { digestOf, readDocument, readEntry } from "../../../shared/domain/draws/documents.ts";
import { isRefusal } from "../../../shared/domain/draws/refusal.ts";
import { readRoster, rosterSummary } from "../../../shared/domain/draws/roster.ts";
import { suiteNamed } from "../../../shared/domain/draws/suites.ts";
import { drandOf } from "../../../shared/domain/draws/notice-rules.ts";
import { roundTime } from "../../../shared/domain/draws/drand-chain.ts";
import type { Beacons } from "./beacons.ts";
import type { PublicFiles } from "./public-files.ts";

/** Why no head with these entries is signed (draw-protocol §1, §3). */
export type Objection =
  | "second-notice"
  | "freeze-without-notice"
  | "roster-missing"
  | "roster-differs"
  | "failure-without-evidence"
  | "failure-too-early"
  | "beacon-answers"
  | "number-differs-from-bulletin";

type Seen = {
  /** Notices of the heads signed before, by draw. */
  notices: ReadonlyMap<string, string>;
  /** Unix seconds. */
  now: number;
  files: PublicFiles;
  /** The beacon that this cosigner can ask; without one it believes no failure. */
  beacons?: Beacons | undefined;
};

/**
 * Looks at entries that are new in the log, as a cosigner must before it signs a head with them:
 * one notice for each draw; the roster of the last freeze recomputed, unless freezeBy is past, from
 * when the freeze counts for nothing; the lottery's numbers as in its bulletin; a failure of a
 * beacon only when its wait is over, three relays do not serve it and nobody has handed it in. From
 * the fallback's drawing time on such a record counts for nothing either.
 *
 * @returns the notices, new ones included; or the first objection
 * @throws Unreachable when something it must see cannot be had now
 */
export async function judge(
  entries: readonly string[],
  seen: Seen,
): Promise<{ notices: Map<string, string> } | { objection: Objection }> {
  const notices = new Map(seen.notices);
  const freezes = new Map<string, FreezeDocument>();
  for (const entry of entries) {
    const claims = claimsOf(entry);
    if (!claims) continue;
    const { type, drawId } = claims;
    if (type === "pvl1/failure") {
      const objection = await judgeFailure(entry, notices.get(drawId), seen);
      if (objection) return { objection };
    }
    if (type === "pvl1/notice") {
      if (notices.has(drawId)) return { objection: "second-notice" };
      notices.set(drawId, entry);
    }
    const freeze = readDocument(entry, "pvl1/freeze");
    if (freeze) freezes.set(drawId, freeze); // of several, the last one counts
    const result = readDocument(entry, "pvl1/result");
    if (result && !(await agreesWithBulletin(result, notices.get(drawId), seen))) {
      return { objection: "number-differs-from-bulletin" };
    }
  }
  for (const [drawId, freeze] of freezes) {
    const objection = await judgeFreeze(freeze, notices.get(drawId), seen);
    if (objection) return { objection };
  }
  return { notices };
}

/** Any entry that claims to be a document of a draw, well made or not. */
function claimsOf(entry: string): { type: string; drawId: string } | undefined {
  const value = parseJson(entry)?.value;
  const drawId = (value as { drawId?: unknown } | null | undefined)?.drawId;
  if (typeof drawId !== "string") return undefined;
  const read = readEntry(entry, drawId);
  if (read.kind === "other") return undefined;
  return { drawId, type: read.kind === "bad" ? read.type : read.document.type };
}

async function judgeFreeze(
  freeze: FreezeDocument,
  noticeEntry: string | undefined,
  { now, files }: Seen,
): Promise<Objection | undefined> {
  const notice = readDocument(noticeEntry ?? "", "pvl1/notice");
  const suite = notice && suiteNamed(notice.suite);
  if (!notice || !suite || freeze.notice !== digestOf(suite, noticeEntry ?? "")) {
    return "freeze-without-notice";
  }
  if (now > notice.freezeBy) return undefined;
  const text = await files.roster(freeze.drawId, freeze.version);
  if (text === undefined) return "roster-missing";
  const roster = readRoster(text, notice);
  if (isRefusal(roster)) return "roster-differs";
  const { count, root, pools } = rosterSummary(suite, roster, notice);
  const said = freeze.roster;
  const samePools =
    Object.keys(said.pools).length === Object.keys(pools).length &&
    Object.entries(pools).every(([id, entries]) => said.pools[id] === entries);
  return said.count === count && said.root === root && samePools ? undefined : "roster-differs";
}

/** Why a record that no relay serves a beacon is not believed. */
async function judgeFailure(
  entry: string,
  noticeEntry: string | undefined,
  { now, beacons }: Seen,
): Promise<Objection | undefined> {
  const failure = readDocument(entry, "pvl1/failure");
  const notice = readDocument(noticeEntry ?? "", "pvl1/notice");
  const source = notice && drandOf(notice);
  const isDeclared =
    source &&
    failure?.source === source.id &&
    failure.round === source.round &&
    source.chain === beacons?.chain.hash;
  if (!isDeclared || !notice.fallback) return "failure-without-evidence";
  if (now > notice.fallback.source.at) return undefined;
  if (now < roundTime(beacons.chain, source.round) + notice.fallback.after)
    return "failure-too-early";
  const found = await beacons.find(source.round);
  if (found === "too-few-relays") return "failure-without-evidence";
  return found === "silent" ? undefined : "beacon-answers";
}

/** Number and drawing time of every public source, against the bulletin that this cosigner reads. */
async function agreesWithBulletin(
  result: ResultDocument,
  noticeEntry: string | undefined,
  { files }: Seen,
): Promise<boolean> {
  const notice = readDocument(noticeEntry ?? "", "pvl1/notice");
  const instead = result.failure === null ? undefined : notice?.fallback?.source;
  for (const source of [...(notice?.sources ?? []), ...(instead ? [instead] : [])]) {
    if (source.kind !== "public") continue;
    const reading = await files.bulletin(source.game, source.issue);
    if (reading === "unread") continue;
    const said = result.values.find(({ id }) => id === source.id)?.value;
    if (reading?.value !== said || reading?.at !== source.at) return false;
  }
  return true;
}
