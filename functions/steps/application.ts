import { describeError, log } from "../../shared/platform/log.ts";
import type { Services } from "../http/services.ts";
import { runJointCheck } from "./joint-check.ts";
import type { Step } from "./step.ts";

/** The clock's repair of a joint check that did not end with the act. */
export const applicationStep: Step = (services, key, now) =>
  runJointCheck(services, key.pk.slice("APPLICATION#".length), now);

/** So many households are asked about at a time: the agencies serve others too. */
const AT_ONCE = 4;

/** Runs the joint checks of cases just reviewed; what is left over is the clock's to repair. */
export async function checkAfterAct(
  services: Services,
  cases: readonly { readonly applicationId: string }[],
  now: number,
): Promise<void> {
  const waiting = [...cases];
  const worker = async () => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      try {
        await runJointCheck(services, one.applicationId, now);
      } catch (error) {
        log("warn", "left-to-the-clock", { step: "APPLICATION", ...describeError(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
