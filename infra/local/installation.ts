import * as z from "zod";
import type { BeaconSetting } from "./beacon.ts";
import type { Clock } from "./clock.ts";
import { commitHash, platformVersion } from "./commit.ts";
import { Lambda } from "./lambda.ts";
import { CLIENT_ID } from "./oidc/tokens.ts";
import { COSIGN_THRESHOLD, type Simulators } from "./outside.ts";
import { LOG_ORIGIN } from "./policy.ts";
import { StreamPoller } from "./stream.ts";
import { codeFolder, type Templates } from "./template.ts";
import { Ticker } from "./ticker.ts";

const FunctionProperties = z.object({
  Description: z.string(),
  Code: z.unknown(),
  Timeout: z.number(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});
const ScheduleProperties = z.object({
  ScheduleExpression: z.literal("rate(1 minute)"),
  Target: z.object({ Arn: z.string(), Input: z.string() }),
});
const MappingProperties = z.looseObject({ FunctionName: z.string() });

/** What the functions find where in this machine's stead of AWS. */
export type Endpoints = { readonly table: string; readonly kms: string; readonly s3: string };

/** The functions of the templates, by the id of their resource; none is started yet. */
export function lambdasOf(
  templates: Templates,
  {
    assembly,
    endpointsOf,
    log,
  }: {
    assembly: string;
    endpointsOf: (functionId: string) => Endpoints;
    log: (text: string) => void;
  },
): ReadonlyMap<string, Lambda> {
  return new Map(
    templates.ofType("AWS::Lambda::Function").map(({ id, properties }) => {
      const { Description, Code, Timeout, Environment } = FunctionProperties.parse(properties);
      const name = Description.replace(/^functions\//, "");
      const lambda = new Lambda({
        name,
        folder: codeFolder(assembly, Code),
        environment: { ...Environment.Variables, ...awsEnvironment(name, endpointsOf(id)) },
        timeoutMs: Timeout * 1_000,
        log,
      });
      return [id, lambda];
    }),
  );
}

/** What Lambda itself puts into the environment, and where the SDK finds the services. */
const awsEnvironment = (name: string, endpoints: Endpoints): Record<string, string> => ({
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_REGION: "local",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_ENDPOINT_URL_DYNAMODB: endpoints.table,
  AWS_ENDPOINT_URL_KMS: endpoints.kms,
  AWS_ENDPOINT_URL_S3: endpoints.s3,
});

/** The name of the table's or a bucket's environment variable in any function: all have the same. */
export function environmentOf(templates: Templates): Readonly<Record<string, string>> {
  const [first] = templates.ofType("AWS::Lambda::Function");
  if (!first) throw new Error("The templates have no function");
  return FunctionProperties.parse(first.properties).Environment.Variables;
}

/** Schedule and stream of the templates. */
export function tickerOf(
  templates: Templates,
  lambdas: ReadonlyMap<string, Lambda>,
  around: {
    clock: Clock;
    folder: string;
    tableUrl: string;
    streamArn: string;
    report: (line: string) => void;
  },
): Ticker {
  const [schedule] = templates.ofType("AWS::Scheduler::Schedule");
  const target = schedule && ScheduleProperties.parse(schedule.properties).Target;
  const [mapping] = templates.ofType("AWS::Lambda::EventSourceMapping");
  const sender = mapping && lambdas.get(MappingProperties.parse(mapping.properties).FunctionName);
  return new Ticker({
    clock: around.clock,
    lambda: target && lambdas.get(target.Arn),
    input: target?.Input ?? "",
    stream:
      mapping && sender
        ? new StreamPoller({
            endpoint: around.tableUrl,
            arn: around.streamArn,
            lambda: sender,
            properties: mapping.properties,
            folder: around.folder,
          })
        : undefined,
    report: around.report,
  });
}

/** The values of the stacks' parameters on this machine, by parameter. */
export const parametersOf = ({
  origin,
  cosigners,
  simulators,
  beacon,
}: {
  origin: string;
  cosigners: readonly { url: string; vkey: string }[];
  simulators: Simulators;
  beacon: BeaconSetting | undefined;
}): Record<string, string> => ({
  PublicOrigin: origin,
  OidcIssuer: `${origin}/oidc`,
  OidcClientId: CLIENT_ID,
  ApiAudience: `${origin}/api`,
  LogOrigin: LOG_ORIGIN,
  Cosigners: JSON.stringify(cosigners.map(({ url, vkey }) => ({ url, vkey }))),
  CosignThreshold: String(COSIGN_THRESHOLD),
  TitleRegisterUrl: simulators["title-register"].url,
  IdentityRegisterUrl: simulators["identity-register"].url,
  MarketRegisterUrl: simulators["market-register"].url,
  AgenciesUrl: simulators.agencies.url,
  BulletinUrl: simulators.bulletin.url,
  SmsUrl: simulators.sms.url,
  // Cosigners serve what they know of the beacon as relays do: whoever still has a round is asked.
  Drand: beacon
    ? JSON.stringify({
        chain: beacon.chain,
        relays: [...beacon.relays, ...cosigners.map(({ url }) => url)],
      })
    : "",
  CommitHash: commitHash(),
  PlatformVersion: platformVersion(),
});
