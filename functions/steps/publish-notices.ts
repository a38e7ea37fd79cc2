import {
  drawAnnouncement,
  resultAnnouncement,
  rosterAnnouncement,
  voidAnnouncement,
  type Announcement,
} from "../../shared/domain/schemes/announcements.ts";
import type { StoredScheme } from "../../shared/store/schemes.ts";
import type { Services } from "../http/services.ts";
import { drawFile } from "./draw-documents.ts";

/** The notices that a draw has come to so far, by name. */
function announcementsOf(scheme: StoredScheme): ReadonlyMap<string, Announcement> {
  const { drawId, terms, notice, freezes, result, winners, resultPublicityUntil } = scheme;
  const all = new Map<string, Announcement>();
  if (notice) all.set("notice", drawAnnouncement(drawId, terms, notice.digest));
  for (const freeze of freezes)
    all.set(`roster-v${String(freeze.version)}`, rosterAnnouncement(drawId, terms, freeze));
  if (result && winners && resultPublicityUntil !== undefined) {
    const facts = { digest: result.digest, winners: winners.count, until: resultPublicityUntil };
    all.set("result", resultAnnouncement(drawId, terms, facts));
  }
  if (scheme.state === "VOID") all.set("void", voidAnnouncement(drawId, terms));
  return all;
}

/** Writes the texts of a draw's notices, to be printed: `texts/{name}.zh.txt` and `.en.txt`. */
export async function publishNotices(services: Services, scheme: StoredScheme): Promise<void> {
  for (const [name, texts] of announcementsOf(scheme))
    for (const language of ["zh", "en"] as const)
      await services.publicFiles.write(
        drawFile(scheme.drawId, `texts/${name}.${language}.txt`),
        texts[language],
        "text/plain; charset=utf-8",
      );
}
