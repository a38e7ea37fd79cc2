import * as z from "zod";
import { endpoints as filingEndpoints } from "../../../functions/filings/index.ts";
import { endpoints as subsidyEndpoints } from "../../../functions/subsidies/index.ts";
import { OwnSubsidy, SubsidyPublicRow, type SubsidyRun } from "../../../shared/contract/subsidy.ts";
import { getSubsidyRun } from "../../../functions/routes/subsidies.ts";
import type { ApplicationForm } from "../../../shared/contract/application.ts";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import type { Answered, Extra } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { aLease, aUnit } from "../../support/builders/lease.ts";
import { applied, formOf, reviewed, startLine, type Line } from "../applications/line.ts";
import { aFlat, linToChen, sent, sign } from "../filings/line.ts";

/** Applications, filings and subsidies together. */
export const startWorld = (): Promise<Line> =>
  startLine(undefined, [...filingEndpoints, ...subsidyEndpoints]);

/** Low incomes need not wait two years. */
export const wantsSubsidy = (key: string, but: Partial<ApplicationForm> = {}): ApplicationForm =>
  formOf(key, { wants: "SUBSIDY", ...but });

/** Households apply, are reviewed, and wait from 14 March 2026 on. */
export async function waitingHouseholds(
  { api }: Line,
  forms: readonly (readonly [string, ApplicationForm])[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const [key, form] of forms) ids.push(await applied(await api.as(key), form));
  await reviewed(api, ids);
  await api.moveTo("2026-03-13T16:00:00.000Z");
  return ids;
}

/** A card number with its check digit (Luhn); nobody's: no bank begins its cards so. */
export function aCard(serial: number): string {
  const body = `62000000000000${String(serial).padStart(4, "0")}`;
  const sum = Array.from(body, Number)
    .toReversed()
    .reduce((total, digit, at) => {
      const twice = at % 2 === 0 ? digit * 2 : digit;
      return total + (twice > 9 ? twice - 9 : twice);
    }, 0);
  return `${body}${String((10 - (sum % 10)) % 10)}`;
}

export const accountOf = (key: string, serial: number) => ({
  accountName: partyOf(key).name,
  bank: "泉州示例银行丰泽支行",
  accountNo: aCard(serial),
});

/** A lease of Lin's flat, on record; say only what the test is about. */
export async function leased(
  { api }: Line,
  key: string,
  but: Partial<FilingDraft["lease"]> = {},
): Promise<string> {
  const lin = await api.as("landlord-lin");
  const begun = await sent(
    lin,
    linToChen({
      tenants: [partyOf(key)],
      lease: aLease({ unit: aUnit(aFlat()), ...but }),
    }),
  );
  const signed = await sign(await api.as(key), begun);
  if (signed.status !== 201) throw new Error(JSON.stringify(signed.body));
  return begun.id;
}

const RUNS = "/api/office/subsidy-runs";

export async function startRun({ api }: Line, month: string, extra?: Extra): Promise<Answered> {
  const reviewer = await api.as("reviewer-fengze");
  return reviewer.post(RUNS, { jurisdiction: "350503", month }, extra);
}

export async function release({ api }: Line, runId: string, as = "approver-fengze") {
  return (await api.as(as)).post(`${RUNS}/${runId}/release`, undefined);
}

/** A run with its households, held to the published shape. */
export async function runOf({ api }: Line, runId: string) {
  const reviewer = await api.as("reviewer-fengze");
  const answer = await reviewer.get(`${RUNS}/${runId}`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return getSubsidyRun.answer.schema.parse(answer.body);
}

const List = z.looseObject({
  rows: z.array(SubsidyPublicRow),
  total: z.object({ households: z.int(), fen: z.int() }),
});

/** The public list of a run. */
export async function publicListOf(line: Line, run: Pick<SubsidyRun, "file">) {
  const bytes = await line.api.services.publicFiles.read((run.file ?? "").slice(1));
  return List.parse(JSON.parse(Buffer.from(bytes ?? []).toString("utf8")));
}

export async function ownSubsidy({ api }: Line, key: string, id: string): Promise<OwnSubsidy> {
  const answer = await (await api.as(key)).get(`/api/applications/${id}/subsidy`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return OwnSubsidy.parse(answer.body);
}

/** Starts a run, waits for the end of its publicity, releases it. */
export async function paidRun(line: Line, month: string, releasedOn: string): Promise<string> {
  const started = await startRun(line, month);
  if (started.status !== 201) throw new Error(JSON.stringify(started.body));
  const runId = String(started.body.runId);
  await line.api.moveTo(`${releasedOn}T02:00:00.000Z`);
  const released = await release(line, runId);
  if (released.status !== 200) throw new Error(JSON.stringify(released.body));
  return runId;
}
