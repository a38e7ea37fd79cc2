import { describeError, log } from "../../shared/platform/log.ts";
import type { Services } from "../http/services.ts";
import { runJointCheck } from "./joint-check.ts";
import type { Step } from "./step.ts";

/** The clock's repair of a joint check that did not end with the act. */
export const applicationStep: Step = (services, key, now) =>
  runJointCheck(services, key.pk.slice("APPLICATION#".length), now);

/** Runs the joint checks of cases just reviewed; what is left over is the clock's to repair. */
export async function checkAfterAct(
  services: Services,
  cases: readonly { readonly applicationId: string }[],
  now: number,
): Promise<void> {
  await Promise.all(
    cases.map(async ({ applicationId }) => {
      try {
        await runJointCheck(services, applicationId, now);
      } catch (error) {
        log("warn", "left-to-the-clock", { step: "APPLICATION", ...describeError(error) });
      }
    }),
  );
}
