import { createHash } from "node:crypto";
import type { PublicityRow } from "../../shared/contract/application.ts";
import { jurisdictions } from "../../shared/contract/ids.ts";
import type { WaitlistKey } from "../../shared/contract/waiting.ts";
import { decidePublicityEnd } from "../../shared/domain/applications/decide-final.ts";
import { addDays } from "../../shared/domain/calendar/days.ts";
import {
  civilDay,
  dayBegins,
  dayEnds,
  instantText,
} from "../../shared/domain/calendar/instants.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import type { StoredApplication } from "../../shared/store/applications.ts";
import {
  findNotice,
  listNotices,
  listRows,
  noteNotice,
  type NoticeRow,
  type StoredNotice,
} from "../../shared/store/notices.ts";
import { listName } from "../../shared/store/waitlists.ts";
import type { Services } from "../http/services.ts";
import { joinWaitlist } from "./join-waitlist.ts";
import type { Step } from "./step.ts";

const JSON_TYPE = "application/json; charset=utf-8";
/** Names leave the list so long after the period (rulebook 11, set locally). */
const NAMES_KEPT_DAYS = 15;

const fileOf = ({ jurisdiction, day }: Pick<StoredNotice, "jurisdiction" | "day">): string =>
  `files/notices/${jurisdiction}-${day}.json`;

/**
 * Brings a notice to where time lets it be: publishes its rows, numbers its households when the
 * publicity is over, takes the names off the list later. The files are made from the rows alone.
 */
export const noticeStep: Step = async (services, key, now) => {
  const [, jurisdiction = "", day = ""] = key.pk.split("#");
  const notice = await findNotice(services.table, {
    jurisdiction: jurisdiction as StoredNotice["jurisdiction"],
    day,
  });
  if (!notice) return;
  await bringUpNotice(services, notice, now);
};

/** Publishes the notices that these cases have joined; what is left over is the clock's to repair. */
export async function noticesAfterAct(
  services: Services,
  cases: readonly Pick<StoredApplication, "jurisdiction">[],
  { today, now }: { readonly today: string; readonly now: number },
): Promise<void> {
  for (const jurisdiction of new Set(cases.map((one) => one.jurisdiction))) {
    try {
      const notice = await findNotice(services.table, { jurisdiction, day: today });
      if (notice && notice.version <= SMALL) await bringUpNotice(services, notice, now);
    } catch (error) {
      log("warn", "left-to-the-clock", { step: "NOTICE", ...describeError(error) });
    }
  }
}

/** Rows up to which a list is written anew with every act; a longer one is the clock's. */
const SMALL = 200;
/** So long a list of many rows stands before it is written again, per row. */
const PACE_MS = 4;

/** When lists of many rows were last written by this process, on its own steady clock. */
const written = new Map<string, { readonly at: number; readonly rows: number }>();

/** A list of thousands is not written again for every row that joins: each time costs them all. */
function isTooSoon(file: string): boolean {
  const last = written.get(file);
  return last !== undefined && performance.now() - last.at < last.rows * PACE_MS;
}

async function bringUpNotice(services: Services, notice: StoredNotice, now: number) {
  const endsAt = dayEnds(notice.publicity.until);
  const nameless = dayBegins(addDays(notice.publicity.until, NAMES_KEPT_DAYS + 1));
  const file = fileOf(notice);
  if (now < endsAt && isTooSoon(file)) return;
  const rows = await listRows(services.table, notice);

  if (now >= endsAt && !notice.over) await endPublicity(services, notice, now);
  await publish(services, notice, { rows, named: now < nameless });
  if (rows.length > SMALL) written.set(file, { at: performance.now(), rows: rows.length });
  const next = [endsAt, nameless].find((at) => at > now);
  // Rows that joined meanwhile keep the notice due; the next run takes them up.
  await noteNotice(services.table, notice, {
    published: notice.version,
    ...(now >= endsAt && { over: true }),
    ...(next !== undefined && { dueAt: instantText(next) }),
  });
}

/**
 * Numbers the households of a notice, those of earlier notices before them: whose publicity ended
 * first stands first, whichever of them the clock takes first.
 */
async function endPublicity(services: Services, notice: StoredNotice, now: number): Promise<void> {
  const { jurisdiction, day } = notice;
  const earlier = (await listNotices(services.table)).filter(
    (one) =>
      one.jurisdiction === jurisdiction &&
      one.day < day &&
      !one.over &&
      dayEnds(one.publicity.until) <= now,
  );
  for (const one of [...earlier, notice]) {
    const rows = await listRows(services.table, one);
    await numberHouseholds(services, one, { rows, now });
  }
}

type Published = { readonly rows: readonly NoticeRow[]; readonly named: boolean };

async function publish(services: Services, notice: StoredNotice, { rows, named }: Published) {
  const full = rows.map(publicRow);
  const digest = createHash("sha256").update(JSON.stringify(full)).digest("hex");
  const { jurisdiction, day, publicity } = notice;
  const { zh, en } = jurisdictions[jurisdiction];
  const file = {
    kind: "application-publicity",
    issuer: { zh: `${zh}住房保障管理部门`, en: `Housing authority of ${en}` },
    docNo: `${jurisdiction}-${day.replaceAll("-", "")}`,
    jurisdiction,
    ...publicity,
    unit: "WORKING_DAYS",
    objection: {
      zh: "公示期内可实名书面提出异议",
      en: "Object in writing, with your real name, within the period",
    },
    phone: "12345",
    digest,
    rows: named ? full : full.map(({ name: _, idNumber: __, ...row }) => row),
  };
  await services.publicFiles.write(fileOf(notice), JSON.stringify(file), JSON_TYPE);
  await publishIndex(services, notice);
}

const publicRow = (
  { applicationId: _, submittedAt: __, ...row }: NoticeRow,
  at: number,
): PublicityRow => ({ seq: at + 1, ...row });

/** The list of notices, written again until no other notice came in between. */
async function publishIndex(services: Services, own: StoredNotice): Promise<void> {
  const index = async () => {
    const notices = await listNotices(services.table);
    const isOwn = (one: StoredNotice) =>
      one.jurisdiction === own.jurisdiction && one.day === own.day;
    // The index of the table lags: this one may not be in it yet.
    const all = notices.some(isOwn) ? notices : [...notices, own];
    const lines = all.map(({ jurisdiction, day, publicity }) => ({
      ...{ jurisdiction, day, from: publicity.from, until: publicity.until },
      file: `/${fileOf({ jurisdiction, day })}`,
    }));
    return JSON.stringify({ notices: lines.toReversed() });
  };
  let text = await index();
  for (;;) {
    await services.publicFiles.write("files/notices/index.json", text, JSON_TYPE);
    const again = await index();
    if (again === text) return;
    text = again;
  }
}

type Ending = { readonly rows: readonly NoticeRow[]; readonly now: number };

/** Puts the households of a notice on their waiting lists, in the order in which they applied. */
async function numberHouseholds(services: Services, notice: StoredNotice, { rows, now }: Ending) {
  const { jurisdiction, day } = notice;
  const lists = new Map<string, { key: WaitlistKey; ids: string[] }>();
  for (const { programme, queue, applicationId } of rows) {
    const key = { jurisdiction, programme, queue };
    const found = lists.get(listName(key)) ?? { key, ids: [] };
    found.ids.push(applicationId);
    lists.set(listName(key), found);
  }
  for (const { key, ids } of lists.values())
    await joinWaitlist(services, key, { ids, noticeDay: day, now, isDue: hasEnded });
}

const hasEnded = ({ state, publicity }: StoredApplication, now: number): boolean =>
  publicity !== undefined &&
  decidePublicityEnd({ state, until: publicity.until, today: civilDay(now), openObjections: 0 })
    .kind === "waitlist";
