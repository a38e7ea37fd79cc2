import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { getMySubsidy } from "./get-my-subsidy.ts";
import { getPaymentFile } from "./get-payment-file.ts";
import { returnSubsidy, strikeSubsidyLine } from "./move-line.ts";
import { cancelSubsidyRun, releaseSubsidyRun } from "./move-run.ts";
import { getSubsidyRun, listSubsidyRuns } from "./read-runs.ts";
import { setPayeeAccount } from "./set-payee-account.ts";
import { startSubsidyRun } from "./start-subsidy-run.ts";

/** Every endpoint of this Lambda. */
export const endpoints = [
  setPayeeAccount,
  getMySubsidy,
  startSubsidyRun,
  listSubsidyRuns,
  getSubsidyRun,
  strikeSubsidyLine,
  releaseSubsidyRun,
  cancelSubsidyRun,
  getPaymentFile,
  returnSubsidy,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
