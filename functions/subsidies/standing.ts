import type { SubsidyLine, SubsidyRun } from "../../shared/contract/subsidy.ts";
import { findApplication } from "../../shared/store/applications.ts";
import { findRun, type StoredLine, type StoredRun } from "../../shared/store/subsidies.ts";
import type { Table } from "../../shared/store/table.ts";
import type { Caller } from "../http/caller.ts";
import { covers } from "../http/jurisdiction.ts";
import { subsidyFile } from "../steps/subsidy-files.ts";

/** Who may look everywhere (domain rulebook 12). */
const readsAll = ({ roles }: Pick<Caller, "roles">): boolean =>
  roles.some((role) => role === "discipline" || role === "auditor");

/** A run of the officer's own jurisdiction; another's is absent. */
export async function runInCharge(
  table: Table,
  caller: Caller,
  runId: string,
  { reading = false }: { readonly reading?: boolean } = {},
): Promise<StoredRun | undefined> {
  const run = await findRun(table, runId);
  return run && (covers(caller, run.jurisdiction) || (reading && readsAll(caller)))
    ? run
    : undefined;
}

/** Whether a household is the officer's own. */
export async function isOwnHousehold(
  table: Table,
  { identityHash }: Caller,
  applicationId: string,
): Promise<boolean> {
  const seen = await findApplication(table, applicationId);
  return [seen?.applicant, ...(seen?.members ?? [])].some((one) => one?.hash === identityHash);
}

/** A run as officers read it. */
export function runView(run: StoredRun): SubsidyRun {
  const { runId, version, jurisdiction, month, state, startedAt } = run;
  const { publicity, listed, paid, fileDigest } = run;
  return {
    ...{ runId, version, jurisdiction, month, state, startedAt },
    ...(publicity && { publicity, file: `/${subsidyFile(run)}` }),
    ...(listed && { listed }),
    ...(paid && { paid }),
    ...(fileDigest !== undefined && { fileDigest }),
  };
}

/** A household in a run: by its receipt, without a name. */
export const lineView = (line: StoredLine): SubsidyLine => {
  const { applicationId, receiptNo, state, fen, months, held } = line;
  return { applicationId, receiptNo, state, fen, months, held };
};
