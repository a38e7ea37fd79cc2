import { decideStatement } from "../../shared/domain/applications/decide-measure.ts";
import { sealText, TEXTS } from "../../shared/store/application-process.ts";
import { moveOne, type Decide } from "../application-review/move.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-cases.ts";
import { ofApplicant } from "./own-case.ts";

const stating =
  ({ body, today }: Input<typeof routes.stateCase>): Decide =>
  (seen, vault) => {
    const { measure, applicationId } = seen;
    const pending = measure && { ...measure, heard: measure.statementSealed !== undefined };
    const decision = decideStatement(pending, today);
    if (decision.kind !== "state" || !measure)
      return decision.kind === "state" ? { kind: "no-measure-pending" } : decision;
    const statementSealed = sealText(vault, applicationId, TEXTS.statement, body.statement);
    return {
      kind: "move",
      change: { measure: { ...measure, statementSealed } },
      entry: { event: "state-case", outcome: measure.measure, by: "applicant" },
      article: "O11-35",
    };
  };

/** The household is heard before a measure against it is decided. */
export const stateCase = (services: Services) =>
  endpoint(routes.stateCase, services, async (input) => {
    const batch = ofApplicant(input, stating(input));
    return (await moveOne(services, input, input.params.applicationId, batch)).outcome;
  });
