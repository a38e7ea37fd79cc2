import { allocationStep } from "./allocation.ts";
import { applicationStep } from "./application.ts";
import { batchStep } from "./batch.ts";
import { filingStep } from "./check-filing.ts";
import { draftStep } from "./draft.ts";
import { mandateStep } from "./mandate.ts";
import { noticeStep } from "./notice.ts";
import { logStep } from "./publish-log.ts";
import { schemeStep } from "./scheme.ts";
import type { Step } from "./step.ts";
import { subsidyRunStep } from "./subsidy-run.ts";
import { changeStep, filesStep } from "./waiting-list.ts";

/** Which step takes an item that is due, by what its partition key begins with. */
export const steps: Readonly<Record<string, Step | undefined>> = {
  ALLOCATION: allocationStep,
  APPLICATION: applicationStep,
  BATCH: batchStep,
  DRAFT: draftStep,
  FILING: filingStep,
  LOG: logStep,
  MANDATE: mandateStep,
  NOTICE: noticeStep,
  SCHEME: schemeStep,
  SUBSIDYRUN: subsidyRunStep,
  WAITCHANGE: changeStep,
  WAITLIST: filesStep,
};
