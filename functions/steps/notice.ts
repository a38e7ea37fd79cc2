import { createHash } from "node:crypto";
import type { Programme, PublicityRow } from "../../shared/contract/application.ts";
import { jurisdictions } from "../../shared/contract/ids.ts";
import { decidePublicityEnd } from "../../shared/domain/applications/decide-final.ts";
import { addDays } from "../../shared/domain/calendar/days.ts";
import {
  civilDay,
  dayBegins,
  dayEnds,
  instantText,
} from "../../shared/domain/calendar/instants.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import {
  applicationWrites,
  findApplication,
  messageToApplicant,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import {
  findNotice,
  listNotices,
  listRows,
  noteNotice,
  type NoticeRow,
  type StoredNotice,
} from "../../shared/store/notices.ts";
import { TableBusy, transact, type Write } from "../../shared/store/transact.ts";
import { readWaitlist, takeNumbers } from "../../shared/store/waitlists.ts";
import type { Services } from "../http/services.ts";
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
      if (notice) await bringUpNotice(services, notice, now);
    } catch (error) {
      log("warn", "left-to-the-clock", { step: "NOTICE", ...describeError(error) });
    }
  }
}

async function bringUpNotice(services: Services, notice: StoredNotice, now: number) {
  const endsAt = dayEnds(notice.publicity.until);
  const nameless = dayBegins(addDays(notice.publicity.until, NAMES_KEPT_DAYS + 1));
  const rows = await listRows(services.table, notice);

  if (now >= endsAt && !notice.over) await endPublicity(services, notice, now);
  await publish(services, notice, { rows, named: now < nameless });
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

/** Households of one transaction: three writes each, the list's and room to spare within 100. */
const AT_ONCE = 30;

/**
 * Puts the households of a notice on their waiting lists, in the order in which they applied: each
 * batch takes its numbers and moves its cases in one transaction, so that none is given twice or
 * left out, and an interrupted run goes on with those still in publicity.
 */
async function numberHouseholds(services: Services, notice: StoredNotice, { rows, now }: Ending) {
  for (const programme of new Set(rows.map((row) => row.programme))) {
    const ids = rows.filter((row) => row.programme === programme).map((row) => row.applicationId);
    for (let from = 0; from < ids.length; from += AT_ONCE)
      await numberBatch(services, notice, {
        programme,
        ids: ids.slice(from, from + AT_ONCE),
        now,
      });
  }
}

type Batch = {
  readonly programme: Programme;
  readonly ids: readonly string[];
  readonly now: number;
};

const ROUNDS = 6;

async function numberBatch(
  services: Services,
  { jurisdiction }: StoredNotice,
  { programme, ids, now }: Batch,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const found = await Promise.all(ids.map((id) => findApplication(services.table, id)));
    const ending = found.flatMap((one) => (one && hasEnded(one, now) ? [one] : []));
    if (ending.length === 0) return;
    const seen = await readWaitlist(services.table, jurisdiction, programme);
    const moved = await Promise.all(
      ending.map((one, at) => waitlisted(services, one, { waitingNo: seen.next + at, now })),
    );
    const failed = await transact(services.table, {
      waitlist: takeNumbers(jurisdiction, programme, { seen, count: ending.length }),
      ...(Object.assign({}, ...moved) as Record<string, Write>),
    });
    if (failed.size === 0) return;
  }
  throw new TableBusy();
}

const hasEnded = ({ state, publicity }: StoredApplication, now: number): boolean =>
  publicity !== undefined &&
  decidePublicityEnd({ state, until: publicity.until, today: civilDay(now), openObjections: 0 })
    .kind === "waitlist";

async function waitlisted(
  services: Services,
  seen: StoredApplication,
  { waitingNo, now }: { waitingNo: number; now: number },
): Promise<Record<string, Write>> {
  const vault = await services.vault();
  const at = instantText(now);
  const { version: _, auditHead: __, dueOn: ___, ...record } = seen;
  const act = {
    ...{ actor: "system", role: "system", action: "end-publicity" },
    ...{ at, outcome: "WAITLISTED", reason: "O11-9" },
  };
  const decisions = [
    ...seen.decisions,
    { event: "end-publicity", outcome: "WAITLISTED", by: "system", at },
  ];
  const { head, audit } = applicationWrites(
    { ...record, state: "WAITLISTED", waitingNo, decisions },
    seen,
    { act },
  );
  const { applicationId: id, receiptNo } = seen;
  return {
    [`head ${id}`]: head,
    [`audit ${id}`]: audit,
    [`message ${id}`]: messageToApplicant(vault, seen, {
      kind: "application-waitlisted",
      cause: `${id} waitlisted ${String(waitingNo)}`,
      facts: { receiptNo, waitingNo: String(waitingNo) },
      at,
    }),
  };
}
