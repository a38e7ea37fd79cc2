import { CfnOutput, Duration, Stack, Validations, type StackProps } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import {
  bundleOf,
  capabilitiesOf,
  functionsOf,
  type Installation,
} from "../constructs/installation.ts";
import { QuanjuFunction } from "../constructs/quanju-function.ts";
import { Settings } from "../constructs/settings.ts";
import type { DataStack } from "./data.ts";

/** A 2,000 people rush in ten seconds (reliability P16) passes; a flood does not. */
const THROTTLE = { rateLimit: 500, burstLimit: 2_000 };

/** Shapes what no route matches, so that an unknown path is answered like any other refusal. */
const DEFAULT_FUNCTION = "public";

/** The HTTP API: a route for each row of the route table, a function for each folder they name. */
export class ApiStack extends Stack {
  readonly api: HttpApi;

  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { data: DataStack; installation: Installation },
  ) {
    super(scope, id, props);
    const { data, installation } = props;
    const { environment } = new Settings(this, "Settings");

    this.api = new HttpApi(this, "Api", {
      description: "Quanju",
      createDefaultStage: false,
      disableExecuteApiEndpoint: false,
    });
    for (const [name, rows] of functionsOf(installation.routes)) {
      const bundle = bundleOf(installation, name);
      if (!bundle) continue;
      const fn = new QuanjuFunction(this, pascal(name), {
        name,
        bundle,
        may: capabilitiesOf(rows),
        data,
        environment,
        timeout: Duration.seconds(29),
        // Documents hold two fonts of 10 MB, which take a second of a whole processor to draw with.
        // A table of 5,000 leases is read whole.
        memoryMiB: name === "certificates" || name === "imports" ? 1769 : 1024,
      });
      const integration = new HttpLambdaIntegration(`${pascal(name)}Integration`, fn.lambda, {
        // One permission for the function, not one for each route: its policy holds 20 KB.
        scopePermissionToRoute: false,
      });
      for (const { method, path } of rows) {
        this.api.addRoutes({ path, methods: [HttpMethod[method]], integration });
      }
      if (name === DEFAULT_FUNCTION) {
        new HttpRoute(this, "Unmatched", {
          httpApi: this.api,
          routeKey: HttpRouteKey.DEFAULT,
          integration,
        });
      }
    }
    this.stage();
    Validations.of(this).acknowledge({
      id: "AwsSolutions-APIG4",
      reason:
        "Every handler verifies cookie or token itself, here as on one machine (architecture §3).",
    });
    new CfnOutput(this, "ApiEndpoint", { value: this.api.apiEndpoint });
  }

  private stage(): void {
    const log = new LogGroup(this, "AccessLog", { retention: RetentionDays.THIRTEEN_MONTHS });
    new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: THROTTLE,
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
  }
}

/** What the gateway writes of a request: no query and no header, since both may hold personal data. */
const ACCESS_LOG = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  routeKey: "$context.routeKey",
  status: "$context.status",
  integrationStatus: "$context.integrationStatus",
  latency: "$context.responseLatency",
  length: "$context.responseLength",
});

/** `filing-review` as `FilingReview`. */
export const pascal = (name: string): string =>
  name
    .split("-")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
