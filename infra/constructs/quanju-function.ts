import { Aws, Validations, type Duration } from "aws-cdk-lib";
import {
  Effect,
  Policy,
  PolicyStatement,
  Role,
  ServicePrincipal,
  type PolicyStatementProps,
} from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Capability } from "../../functions/capabilities.ts";
import { via, type DataStack } from "../stacks/data.ts";
import { joined } from "./grants.ts";

export type QuanjuFunctionProps = {
  /** The folder of `functions/`. */
  readonly name: string;
  /** Folder with the bundle: built once by esbuild, the same files run locally. */
  readonly bundle: string;
  readonly may: readonly Capability[];
  readonly data: DataStack;
  /** The settings of the installation; the places where data is kept are added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  readonly memoryMiB: number;
};

/** One folder of `functions/` as one Lambda, one role and one log group, with named rights only. */
export class QuanjuFunction extends Construct {
  readonly lambda: Function;

  constructor(scope: Construct, id: string, props: QuanjuFunctionProps) {
    super(scope, id);
    const { data, name } = props;
    // Half a year at hand is what the Cybersecurity Law asks; 13 months covers a year's comparison.
    const logGroup = new LogGroup(this, "Log", { retention: RetentionDays.THIRTEEN_MONTHS });
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `What functions/${name} may do`,
    });
    const policy = new Policy(this, "Rights", { statements: rights(props) });
    policy.addStatements(
      allow({
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [logGroup.logGroupArn],
      }),
    );
    policy.attachToRole(role);

    this.lambda = new Function(this, "Handler", {
      description: `functions/${name}`,
      code: Code.fromAsset(props.bundle),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memoryMiB,
      role,
      logGroup,
      environment: {
        ...props.environment,
        TABLE_NAME: data.table.tableName,
        KMS_KEY_ID: data.wrappingKey.keyId,
        LOG_KEY_ID: data.logKey.keyId,
        CERTIFICATE_KEY_ID: data.certificateKey.keyId,
        SLIP_KEY_ID: data.slipKey.keyId,
        INSPECTION_KEY_ID: data.inspectionKey.keyId,
        SEALED_BUCKET: data.sealed.bucketName,
        PUBLIC_BUCKET: data.public.bucketName,
      },
    });
    this.lambda.node.addDependency(policy);
    for (const { bucket } of joined(props.may).files) {
      Validations.of(policy).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${importedName(data, data[bucket].bucketArn)}/*]`,
        reason: "The objects of a bucket of our own can only be named by a pattern.",
      });
    }
  }
}

/** The name under which the data stack exports a value: what cdk-nag calls it in this stack. */
function importedName(data: DataStack, value: string): string {
  const imported: unknown = data.resolve(data.exportValue(value));
  if (typeof imported !== "object" || imported === null) throw new Error("Not an exported value");
  return String(Object.values(imported)[0]);
}

const allow = (props: PolicyStatementProps): PolicyStatement =>
  new PolicyStatement({ effect: Effect.ALLOW, ...props });

/** A request that names no partition at all must not pass a condition on all partitions it names. */
const leadingKeys = (on: readonly string[]): NonNullable<PolicyStatementProps["conditions"]> => ({
  "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [...on] },
  Null: { "dynamodb:LeadingKeys": "false" },
});

/** The capabilities as statements: table, indexes, keys, files. */
function rights({ may, data }: QuanjuFunctionProps): PolicyStatement[] {
  const { table, indexes, keys, files } = joined(may);
  const statements = [
    ...table.map(({ actions, on }) =>
      allow({ actions, resources: [data.table.tableArn], conditions: leadingKeys(on) }),
    ),
    ...indexes.map(({ name, on }) =>
      allow({
        actions: ["dynamodb:Query"],
        resources: [`${data.table.tableArn}/index/${name}`],
        conditions: leadingKeys(on),
      }),
    ),
    ...keys.map(({ of, actions }) =>
      allow({
        actions: [...actions],
        resources: [data[KEYS[of]].keyArn],
      }),
    ),
    ...files.flatMap(({ bucket, access }) => fileRights(data[bucket].bucketArn, access)),
  ];
  if (table.length > 0 || indexes.length > 0)
    statements.push(throughService(data.tableKey.keyArn, "dynamodb"));
  if (files.some(({ bucket }) => bucket === "sealed")) {
    statements.push(throughService(data.filesKey.keyArn, "s3"));
  }
  return statements;
}

/** Which key of the data stack a grant means. */
const KEYS = {
  wrapping: "wrappingKey",
  log: "logKey",
  certificate: "certificateKey",
  slip: "slipKey",
  inspection: "inspectionKey",
} as const;

/** Without ListBucket, S3 answers 403 instead of 404 for a file that is not there. */
const fileRights = (bucketArn: string, access: "read" | "write"): PolicyStatement[] =>
  access === "write"
    ? [allow({ actions: ["s3:PutObject"], resources: [`${bucketArn}/*`] })]
    : [
        allow({ actions: ["s3:GetObject"], resources: [`${bucketArn}/*`] }),
        allow({ actions: ["s3:ListBucket"], resources: [bucketArn] }),
      ];

/** Use of the key that encrypts at rest, for this account's caller of that service only. */
const throughService = (keyArn: string, service: "dynamodb" | "s3"): PolicyStatement =>
  allow({
    actions: [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
    resources: [keyArn],
    conditions: {
      StringEquals: { "kms:ViaService": via(service), "kms:CallerAccount": Aws.ACCOUNT_ID },
    },
  });
