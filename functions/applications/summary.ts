import {
  applicationView,
  type ApplicationRecord,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { processView } from "../../shared/store/application-process.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { ApplicationSummary } from "../routes/applications.ts";

/** One line of a list: nothing that says who it is. */
export function summaryOf(application: ApplicationRecord): ApplicationSummary {
  const { applicationId, receiptNo, state, jurisdiction, programme } = application;
  const { queueOf: queue, householdSize, submittedAt, dueOn, waitingNo } = application;
  return {
    ...{ applicationId, receiptNo, state, jurisdiction, programme, queue },
    ...{ householdSize, submittedAt },
    ...(dueOn !== undefined && { dueOn }),
    ...(waitingNo !== undefined && { waitingNo }),
  };
}

/** An application in full, with what it has led to. */
export function progressOf(vault: Vault, application: StoredApplication): Record<string, unknown> {
  const { drawId, receipt, allocationId, manual } = application;
  const process = processView(vault, application);
  return {
    ...applicationView(vault, application),
    ...(drawId !== undefined && { drawId }),
    ...(receipt !== undefined && { receipt }),
    ...(allocationId !== undefined && { allocationId }),
    ...(process && { process }),
    ...(manual && { manualCheck: true }),
  };
}
