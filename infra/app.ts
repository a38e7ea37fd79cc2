import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { routes } from "../functions/routes.ts";
import type { Installation } from "./constructs/installation.ts";
import { root } from "./paths.ts";
import { ApiStack } from "./stacks/api.ts";
import { ClockStack } from "./stacks/clock.ts";
import { DataStack } from "./stacks/data.ts";

/** A table with its own key needs a region at synthesis; `-c region=…` names another one. */
const DEFAULT_REGION = "cn-northwest-1";

/** The whole installation. Everything outside the account is a CloudFormation parameter. */
export function quanju(
  app: App,
  installation: Installation,
): { data: DataStack; api: ApiStack; clock: ClockStack } {
  const given: unknown = app.node.tryGetContext("region");
  const env = { region: typeof given === "string" ? given : DEFAULT_REGION };
  const data = new DataStack(app, "QuanjuData", {
    env,
    description: "Quanju: records, keys, files",
  });
  const api = new ApiStack(app, "QuanjuApi", {
    env,
    data,
    installation,
    description: "Quanju: HTTP API",
  });
  const clock = new ClockStack(app, "QuanjuClock", {
    env,
    data,
    installation,
    description: "Quanju: work that falls due, messages",
  });
  // They change nothing in the templates; the local server starts sooner without.
  if (app.node.tryGetContext("checks") !== false) {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  }
  return { data, api, clock };
}

if (import.meta.main) {
  const app = new App();
  quanju(app, { routes, bundles: join(root, "dist", "functions") });
  app.synth();
}
