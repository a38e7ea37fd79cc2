import { jurisdictions } from "../../shared/contract/ids.ts";
import type { SubsidyPublicRow } from "../../shared/contract/subsidy.ts";
import { addDays } from "../../shared/domain/calendar/days.ts";
import { dayBegins, instantText } from "../../shared/domain/calendar/instants.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import {
  everyLine,
  runWrites,
  type StoredLine,
  type StoredRun,
} from "../../shared/store/subsidies.ts";
import { transact } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";

const JSON_TYPE = "application/json; charset=utf-8";
/** Names leave the list so long after the period (rulebook 11, set locally). */
const NAMES_KEPT_DAYS = 15;

/** The public list of a run. */
export const subsidyFile = ({ jurisdiction, month, runId }: StoredRun): string =>
  `files/subsidies/${jurisdiction}-${month}-${runId}.json`;

/** Those who are or were to be paid; who was struck off stays in the list with that word. */
const isPublic = ({ state }: StoredLine): boolean => state !== "HELD";

/** Writes a run's public list as it is now, masked; before the clock again when names must go. */
export async function publishSubsidies(
  services: Services,
  run: StoredRun,
  now: number,
): Promise<void> {
  const { publicity, jurisdiction, month, runId, state } = run;
  if (!publicity) return;
  const namelessAt = dayBegins(addDays(publicity.until, NAMES_KEPT_DAYS + 1));
  const lines = (await everyLine(services.table, runId)).filter(isPublic);
  const ordered = lines.toSorted((a, b) => (a.receiptNo < b.receiptNo ? -1 : 1));
  const { zh, en } = jurisdictions[jurisdiction];
  const file = {
    kind: "subsidy-publicity",
    issuer: { zh: `${zh}住房保障管理部门`, en: `Housing authority of ${en}` },
    docNo: `${jurisdiction}-${month}-${runId}`,
    ...{ jurisdiction, month, state, ...publicity, unit: "WORKING_DAYS" },
    objection: {
      zh: "公示期内可实名书面提出异议",
      en: "Object in writing, with your real name, within the period",
    },
    phone: "12345",
    total: { households: ordered.length, fen: ordered.reduce((sum, { fen }) => sum + fen, 0) },
    rows: ordered.map((line, at) => publicRow(line, at, now < namelessAt)),
  };
  await services.publicFiles.write(subsidyFile(run), JSON.stringify(file), JSON_TYPE);
  const act: Act = {
    ...{ actor: "system", role: "system", action: "publish-list" },
    ...{ at: instantText(now), outcome: state },
  };
  // Someone moved the run meanwhile: it is due again, and written again.
  await transact(
    services.table,
    runWrites(withoutChain(run), run, {
      act,
      ...(now < namelessAt && { dueAt: instantText(namelessAt) }),
    }),
  );
}

const publicRow = (line: StoredLine, at: number, isNamed: boolean): SubsidyPublicRow => ({
  seq: at + 1,
  ...(isNamed && { name: line.name, idNumber: line.idNumber }),
  receiptNo: line.receiptNo,
  householdSize: line.householdSize,
  months: line.months.map(({ month }) => month),
  fen: line.fen,
});
