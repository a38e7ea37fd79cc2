import type { NoticeDocument } from "../../shared/contract/draw.ts";
import { readDocument } from "../../shared/domain/draws/documents.ts";
import { readUtf8 } from "../../shared/domain/draws/encoding.ts";
import { readRules, rulesDigest } from "../../shared/domain/draws/rules-file.ts";
import { suiteNamed } from "../../shared/domain/draws/suites.ts";
import { fetchBytes } from "../local/cosigner/public-files.ts";

/** What a monitor looks for in the rules files (draw protocol 1): the same flats drawn for twice. */

type Announced = {
  readonly notice: NoticeDocument;
  readonly flats: ReadonlySet<string>;
};

/** A draw that logged no reveals in time was void before any outcome existed. */
function isVoid({ drawId, revealBy }: NoticeDocument, revealed: ReadonlySet<string>, now: number) {
  return !revealed.has(drawId) && now > revealBy;
}

/**
 * Draws that are announced for flats of an earlier draw which was not void.
 *
 * @param site - origin of the installation, without a slash at its end
 * @returns one sentence each; also for a rules file that is missing or is not the one announced
 */
export async function sameFlats(
  site: string,
  entries: readonly string[],
  now: number,
): Promise<string[]> {
  const notices = entries.flatMap((entry) => readDocument(entry, "pvl1/notice") ?? []);
  const revealed = new Set(
    entries.flatMap((entry) => readDocument(entry, "pvl1/reveals")?.drawId ?? []),
  );
  const warnings: string[] = [];
  const before: Announced[] = [];
  for (const notice of notices) {
    const announced = await read(site, notice);
    if (typeof announced === "string") {
      warnings.push(announced);
      continue;
    }
    for (const other of before) {
      const shared = [...announced.flats].find((flat) => other.flats.has(flat));
      if (shared === undefined || isVoid(other.notice, revealed, now)) continue;
      warnings.push(
        `${notice.drawId} is announced for ${shared}, which ${other.notice.drawId} draws for`,
      );
    }
    before.push(announced);
  }
  return warnings;
}

async function read(site: string, notice: NoticeDocument): Promise<Announced | string> {
  const { drawId } = notice;
  const bytes = await fetchBytes(`${site}/files/draws/${drawId}/rules.txt`);
  const text = bytes && readUtf8(bytes);
  const suite = suiteNamed(notice.suite);
  if (text === undefined || !suite) return `${drawId} has no rules file`;
  const rules = readRules(text);
  if (rulesDigest(suite, text) !== notice.rules || rules?.drawId !== drawId)
    return `${drawId} has another rules file than its notice says`;
  const lines = rules.body.split("\n").map((line) => line.split("\t"));
  const flats = lines.flatMap(([word, , , flat]) =>
    word === "home" && flat !== undefined ? [flat] : [],
  );
  return { notice, flats: new Set(flats) };
}
