import { logStep } from "./publish-log.ts";
import { schemeStep } from "./scheme.ts";
import type { Step } from "./step.ts";

/** Which step takes an item that is due, by what its partition key begins with. */
export const steps: Readonly<Record<string, Step | undefined>> = {
  LOG: logStep,
  SCHEME: schemeStep,
};
