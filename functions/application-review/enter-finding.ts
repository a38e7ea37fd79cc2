import type { AgencyFinding, ManualFinding } from "../../shared/contract/application.ts";
import { decideManualFinding } from "../../shared/domain/applications/decide-reviews.ts";
import { openFindings, type StoredApplication } from "../../shared/store/applications.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-review.ts";
import { changeBy, checkState, judge } from "../steps/joint-check.ts";
import { moveCase, reviewGround, type Decide, type Moving } from "./move.ts";

const entering =
  (moving: Moving, { agency, verdict, evidence }: ManualFinding): Decide =>
  (seen, vault, governing) => {
    const { policy } = governing;
    const before = openFindings(vault, seen).findings ?? [];
    const ground = { ...reviewGround(moving, seen, policy), state: checkState(seen) };
    const decision = decideManualFinding(agency, before, ground);
    if (decision.kind !== "enter") return decision;
    const entered: AgencyFinding = { agency, verdict, evidence, at: moving.at, by: "OFFICER" };
    const findings = [...before.filter((one) => one.agency !== agency), entered];
    const judged = judge(seen, findings, { policy, today: moving.today });
    const complete = judged.kind === "complete";
    return {
      kind: "move",
      change: changeBy(vault, seen, { findings, judged, governing }),
      ...(complete && { without: ["manual"] as const }),
      entry: {
        event: complete ? "complete-check" : "enter-finding",
        outcome: complete ? afterCheck(seen) : verdict,
        reason: evidence,
      },
      article: "O11-9",
      // Agencies still silent are asked on, until their time is over.
      ...(judged.kind === "wait" && seen.state === "JOINT_CHECK" && { dueAt: moving.at }),
    };
  };

/** What a complete check of that case is called in its file. */
const afterCheck = ({ state }: StoredApplication): string =>
  state === "JOINT_CHECK" ? "FINAL_REVIEW" : "CHECKED";

/** Enters what an agency that kept silent answered on paper. */
export const enterFinding = (services: Services) =>
  endpoint(routes.enterFinding, services, async (input) => {
    const decide = entering(input, input.body);
    return (await moveCase(services, input, input.params.applicationId, decide)).outcome;
  });
