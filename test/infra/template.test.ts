import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { CAPABILITIES } from "../../functions/capabilities.ts";
import { routes } from "../../functions/routes.ts";
import { routeKey } from "../../functions/routes/route.ts";
import { digestOf, functionFolders, overBudget } from "../../infra/bundle.ts";
import { GRANTS } from "../../infra/constructs/grants.ts";
import { synthesise, type Cloud } from "../support/cloud.ts";
import { tableProperties } from "../support/emulator.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await synthesise();
}, 120_000);
afterAll(() => {
  cloud.remove();
});

const List = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);
const Statement = z.looseObject({
  Effect: z.string(),
  Action: List,
  Resource: List,
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
const statements = () =>
  cloud
    .ofType("AWS::IAM::Policy")
    .flatMap(
      ({ Properties }) =>
        z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) }).parse(Properties)
          .PolicyDocument.Statement,
    );
const onTable = () =>
  statements().filter(({ Action }) =>
    Action.some((action) => /^dynamodb:(?!.*(Stream|Records|ShardIterator))/.test(String(action))),
  );

describe("the templates", () => {
  it("pass the validator and cdk-nag without a word", () => {
    const report = join(cloud.folder, "validation-report.json");
    const found = existsSync(report) ? readFileSync(report, "utf8") : "";
    expect(found).not.toMatch(/"(severity|ruleName)"/);
  });

  it("deploy to any partition: no ARN names one", () => {
    expect(cloud.text).not.toMatch(/arn:aws/);
  });

  it("use nothing that the mainland regions lack", () => {
    const lacking = /^AWS::(Cognito|SES|XRay|AppSync|Lambda::Url)/;
    expect(cloud.resources.filter(({ Type }) => lacking.test(Type))).toEqual([]);
    expect(cloud.text).not.toContain("TracingConfig");
  });
});

describe("the table", () => {
  const table = () => cloud.ofType("AWS::DynamoDB::GlobalTable");

  it("is one, kept, recoverable to a point in time and encrypted with a key of its own", () => {
    expect(table()).toHaveLength(1);
    expect(table()[0]).toMatchObject({
      DeletionPolicy: "Retain",
      Properties: {
        SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            SSESpecification: { KMSMasterKeyId: expect.anything() as unknown },
          },
        ],
      },
    });
  });

  it("has the keys, indexes, stream and expiry that the tests' emulator has", () => {
    const { AttributeDefinitions, ...rest } = tableProperties("quanju");
    expect(table()[0]?.Properties).toMatchObject(rest);
    const names = z.array(z.object({ AttributeName: z.string() }));
    expect(names.parse(table()[0]?.Properties.AttributeDefinitions)).toHaveLength(
      AttributeDefinitions.length,
    );
  });
});

describe("keys and buckets", () => {
  it("rotate what encrypts, and sign the log and certificates with Ed25519", () => {
    const specs = cloud.ofType("AWS::KMS::Key").map(({ Properties }) => Properties);
    const signing = specs.filter(({ KeyUsage }) => KeyUsage === "SIGN_VERIFY");
    expect(signing.map(({ KeySpec }) => KeySpec)).toEqual([
      "ECC_NIST_EDWARDS25519",
      "ECC_NIST_EDWARDS25519",
      "ECC_NIST_EDWARDS25519",
    ]);
    const others = specs.filter(({ KeyUsage }) => KeyUsage !== "SIGN_VERIFY");
    expect(others.every(({ EnableKeyRotation }) => EnableKeyRotation === true)).toBe(true);
    expect(others).toHaveLength(4);
  });

  it("let nobody in from outside, keep versions and refuse plain HTTP", () => {
    for (const bucket of cloud.ofType("AWS::S3::Bucket")) {
      expect(bucket).toMatchObject({
        DeletionPolicy: "Retain",
        Properties: {
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
          VersioningConfiguration: { Status: "Enabled" },
          BucketEncryption: expect.anything() as unknown,
        },
      });
    }
    const policies = cloud.ofType("AWS::S3::BucketPolicy").map((policy) => JSON.stringify(policy));
    expect(policies).toHaveLength(cloud.ofType("AWS::S3::Bucket").length);
    expect(policies.every((text) => text.includes(`"aws:SecureTransport":"false"`))).toBe(true);
  });
});

describe("the functions", () => {
  const functions = () => cloud.ofType("AWS::Lambda::Function");

  it("are the folders that have an index", async () => {
    const names = functions().map(({ Properties }) => String(Properties.Description));
    expect(names.toSorted()).toEqual((await functionFolders()).map((name) => `functions/${name}`));
  });

  it("run on Node 24 and arm64", () => {
    for (const { Properties } of functions()) {
      expect(Properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
    }
  });

  it("have a role and a log group each, of their own", () => {
    const roles = functions().map(
      ({ stack, Properties }) => stack + JSON.stringify(Properties.Role),
    );
    const logs = functions().map(
      ({ stack, Properties }) => stack + JSON.stringify(Properties.LoggingConfig),
    );
    expect(new Set(roles).size).toBe(functions().length);
    expect(new Set(logs).size).toBe(functions().length);
  });

  it("keep their logs for half a year at least", () => {
    const days = cloud
      .ofType("AWS::Logs::LogGroup")
      .map(({ Properties }) => z.number().parse(Properties.RetentionInDays));
    expect(days.length).toBeGreaterThan(functions().length);
    expect(Math.min(...days)).toBeGreaterThanOrEqual(180);
  });

  it("fit their size", () => {
    expect(cloud.bundles.length).toBeGreaterThan(0);
    expect(overBudget(cloud.bundles)).toEqual([]);
  });
});

describe("rights", () => {
  it("never use a wildcard for an action or for a whole resource", () => {
    for (const { Action, Resource, Effect } of statements()) {
      expect(Effect).toBe("Allow");
      for (const action of Action) expect(action).not.toContain("*");
      for (const resource of Resource) expect(resource).not.toBe("*");
    }
  });

  it("use a pattern only for the objects of a bucket", () => {
    const patterns = statements().filter(({ Resource }) => JSON.stringify(Resource).includes("*"));
    for (const { Action } of patterns) {
      for (const action of Action) expect(["s3:GetObject", "s3:PutObject"]).toContain(action);
    }
  });

  it("reach the table by partition prefix, and not by naming no partition at all", () => {
    expect(onTable().length).toBeGreaterThan(0);
    for (const { Condition } of onTable()) {
      expect(Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"]).toBeTruthy();
      expect(Condition?.Null).toEqual({ "dynamodb:LeadingKeys": "false" });
    }
  });

  it("never scan, and never read in other than item and query", () => {
    const actions = new Set(onTable().flatMap(({ Action }) => Action));
    const known = ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"];
    expect(
      [...actions].filter((action) => !known.includes(String(action).slice("dynamodb:".length))),
    ).toEqual([]);
  });

  it("let one function alone open what the salts of commitments are sealed with", () => {
    const mayOpen = cloud.ofType("AWS::IAM::Policy").filter(({ Properties }) => {
      const text = JSON.stringify(Properties.PolicyDocument);
      const found = z.looseObject({ Statement: z.array(Statement) }).parse(JSON.parse(text));
      return found.Statement.some(
        ({ Action, Resource }) =>
          Action.includes("kms:Decrypt") && JSON.stringify(Resource).includes("InspectionKey"),
      );
    });
    expect(mayOpen.map(({ Properties }) => String(Properties.PolicyName))).toEqual([
      expect.stringMatching(/^InspectionRights/),
    ]);
  });

  it("have a grant for every capability, with prefixes that end at a delimiter or name a partition", () => {
    expect(Object.keys(GRANTS).toSorted()).toEqual([...CAPABILITIES].toSorted());
    const prefixes = Object.values(GRANTS).flatMap(({ table, index }) => [
      ...(table ?? []).flatMap(({ on }) => on),
      ...(index?.on ?? []),
    ]);
    for (const prefix of prefixes) expect(prefix).toMatch(/^[A-Z]+(#\*)?$/);
  });
});

describe("the API", () => {
  it("has every row of the route table, the catch-all, and nothing else", () => {
    const deployed = cloud
      .ofType("AWS::ApiGatewayV2::Route")
      .map(({ Properties }) => String(Properties.RouteKey));
    expect(deployed.toSorted()).toEqual([...routes.map(routeKey), "$default"].toSorted());
  });

  it("throttles, and writes down who called what", () => {
    expect(cloud.ofType("AWS::ApiGatewayV2::Stage")).toMatchObject([
      {
        Properties: {
          DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 2000 },
          AccessLogSettings: expect.anything() as unknown,
        },
      },
    ]);
  });
});

describe("what is only on one machine", () => {
  it("is in no template: no route under /dev, no local endpoint", () => {
    expect(cloud.text).not.toMatch(/\/dev\/|127\.0\.0\.1|localhost/);
  });

  it("is in no bundle: neither its files nor its words", () => {
    const inputs = cloud.bundles.flatMap(({ inputs: files }) => files);
    expect(inputs.filter((file) => file.startsWith("infra/local/"))).toEqual([]);
    expect(cloud.code).not.toMatch(/\/dev\/(clock|outbox)|QUANJU_DATA/);
  });
});

describe("a digest of sources", () => {
  const content = (text: string) => new TextEncoder().encode(text);

  it("changes with a name, a content, and where one file ends", () => {
    const digests = [
      [{ name: "a", content: content("b") }],
      [{ name: "ab", content: content("") }],
      [
        { name: "a", content: content("") },
        { name: "b", content: content("") },
      ],
      [{ name: "a", content: content("c") }],
    ].map(digestOf);
    expect(new Set(digests).size).toBe(4);
  });
});
