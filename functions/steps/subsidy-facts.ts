import type { ProgrammePolicy } from "../../shared/contract/programme.ts";
import type { Month } from "../../shared/contract/subsidy.ts";
import type { Jurisdiction } from "../../shared/contract/ids.ts";
import {
  verifiedUntil,
  LATE_MONTHS,
  type SubsidyFacts,
} from "../../shared/domain/subsidies/decide-subsidy.ts";
import { firstDay, monthsUpTo } from "../../shared/domain/subsidies/months.ts";
import { waitingSpans } from "../../shared/domain/subsidies/waiting-spans.ts";
import { openFindings, openForm, type StoredApplication } from "../../shared/store/applications.ts";
import { findFiling, listPartyFilings, type FilingRecord } from "../../shared/store/filings.ts";
import { policyAt, policyOf } from "../../shared/store/policies.ts";
import { paidMonths, type StoredPayee } from "../../shared/store/subsidies.ts";
import type { Services } from "../http/services.ts";

/** What a decision on a household's subsidy rests on, as the record has it now. */
export async function subsidyFacts(
  { table, vault: open }: Pick<Services, "table" | "vault">,
  seen: StoredApplication,
  { enrolledOn }: Pick<StoredPayee, "enrolledOn">,
): Promise<SubsidyFacts> {
  const vault = await open();
  const [paid, filings, { deadlines }] = await Promise.all([
    paidMonths(table, seen.applicationId),
    leasesOf({ table, vault: open }, seen.applicant.hash),
    policyOf(table, seen),
  ]);
  return {
    form: openForm(vault, seen),
    findings: openFindings(vault, seen).findings ?? [],
    people: [seen.applicant, ...seen.members].map(({ hash }) => hash),
    waiting: waitingSpans(seen.decisions),
    filings,
    paid: new Set(paid.filter(({ returned }) => returned !== true).map(({ month }) => month)),
    enrolledOn,
    verifiedUntil: verifiedUntil(seen.verifiedOn, deadlines.verificationMonths.value),
  };
}

const PAGE = 50;

/** Every filing that names someone. */
async function leasesOf(
  { table, vault: open }: Pick<Services, "table" | "vault">,
  hash: string,
): Promise<FilingRecord[]> {
  const vault = await open();
  const filings: FilingRecord[] = [];
  let after: string | undefined;
  do {
    const page = await listPartyFilings(table, hash, {
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    const found = await Promise.all(page.filingIds.map((id) => findFiling(table, vault, id)));
    filings.push(...found.filter((filing) => filing !== undefined));
    after = page.more ? page.filingIds.at(-1) : undefined;
  } while (after !== undefined);
  return filings;
}

/** The subsidy's policy of an area for each month that a run looks at. */
export async function subsidyPolicies(
  { table }: Pick<Services, "table">,
  area: Jurisdiction,
  month: Month,
): Promise<(month: Month) => ProgrammePolicy | undefined> {
  const months = monthsUpTo(month, LATE_MONTHS);
  const found = await Promise.all(
    months.map((one) => policyAt(table, "RENT_SUBSIDY", { area, day: firstDay(one) })),
  );
  const byMonth = new Map(months.map((one, at) => [one, found[at]]));
  return (one) => byMonth.get(one);
}
