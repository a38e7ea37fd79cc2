import { Duration, Stack, Validations, type StackProps } from "aws-cdk-lib";
import { Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Capability } from "../../functions/capabilities.ts";
import { bundleOf, type Installation } from "../constructs/installation.ts";
import { QuanjuFunction } from "../constructs/quanju-function.ts";
import { Settings } from "../constructs/settings.ts";
import type { DataStack } from "./data.ts";

/** The clock repairs and goes on with every kind of case, so it may do what their routes may. */
export const CLOCK_MAY: readonly Capability[] = [
  "read-due",
  "read-queues",
  "read-persons",
  "use-keyring",
  "read-filings",
  "write-filings",
  "read-mandates",
  "write-mandates",
  "read-batches",
  "write-batches",
  "write-certificates",
  "read-policies",
  "read-applications",
  "write-applications",
  "read-drafts",
  "write-drafts",
  "write-waitlists",
  "read-subsidies",
  "write-subsidies",
  "read-notices",
  "write-notices",
  "read-schemes",
  "write-schemes",
  "lock-homes",
  "read-draws",
  "write-draws",
  "read-selections",
  "write-selections",
  "write-log",
  "sign-log",
  "read-sealed-files",
  "write-sealed-files",
  "read-public-files",
  "write-public-files",
  "write-outbox",
];

/** Sends what the outbox holds: reads the message, the phone number in it, and marks it sent. */
export const MESSAGES_MAY: readonly Capability[] = ["write-outbox", "use-keyring", "read-persons"];

type ClockProps = StackProps & { readonly data: DataStack; readonly installation: Installation };

/** What runs without a request: the tick of every minute, and the sender of messages. */
export class ClockStack extends Stack {
  private readonly settings: Record<string, string>;

  constructor(scope: Construct, id: string, props: ClockProps) {
    super(scope, id, props);
    this.settings = new Settings(this, "Settings").environment;
    this.clock(props);
    this.messages(props);
  }

  /** EventBridge Scheduler gives the moment that was due, which is the business time of the tick. */
  private clock({ data, installation }: ClockProps): void {
    const bundle = bundleOf(installation, "clock");
    if (!bundle) return;
    const { lambda } = new QuanjuFunction(this, "Clock", {
      name: "clock",
      bundle,
      may: CLOCK_MAY,
      data,
      environment: this.settings,
      // A draw of many entries is one tick (architecture §3: up to 15 minutes).
      timeout: Duration.minutes(15),
      memoryMiB: 2048,
    });
    this.everyMinute(lambda.functionArn, this.queue("MissedTicks"));
  }

  private everyMinute(clockArn: string, missed: Queue): void {
    const role = new Role(this, "SchedulerRole", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": this.account } },
      }),
    });
    const rights = new Policy(this, "SchedulerRights", {
      statements: [
        new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [clockArn] }),
        new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [missed.queueArn] }),
      ],
    });
    rights.attachToRole(role);
    const schedule = new CfnSchedule(this, "EveryMinute", {
      description: "Work that fell due",
      scheduleExpression: "rate(1 minute)",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: clockArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ time: "<aws.scheduler.scheduled-time>" }),
        deadLetterConfig: { arn: missed.queueArn },
        // The next minute does what this one missed.
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
      },
    });
    schedule.node.addDependency(rights);
  }

  /** The table's stream hands each new outbox item to the sender; what cannot be sent is set aside. */
  private messages({ data, installation }: ClockProps): void {
    const bundle = bundleOf(installation, "messages");
    if (!bundle) return;
    const { lambda } = new QuanjuFunction(this, "Messages", {
      name: "messages",
      bundle,
      may: MESSAGES_MAY,
      data,
      environment: this.settings,
      timeout: Duration.minutes(1),
      memoryMiB: 512,
    });
    const streamArn = data.table.tableStreamArn;
    if (!streamArn) throw new Error("The table has no stream");
    const unsent = this.queue("Unsent");
    const rights = new Policy(this, "StreamRights", {
      statements: [
        new PolicyStatement({
          actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
          resources: [streamArn],
        }),
      ],
    });
    if (!lambda.role) throw new Error("The function has no role");
    rights.attachToRole(lambda.role);
    const mapping = new EventSourceMapping(this, "Outbox", {
      target: lambda,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 25,
      retryAttempts: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(unsent),
      filters: [
        FilterCriteria.filter({
          eventName: ["INSERT"],
          dynamodb: { Keys: { pk: { S: FilterRule.beginsWith("OUTBOX#") } } },
        }),
      ],
    });
    mapping.node.addDependency(rights);
  }

  private queue(id: string): Queue {
    const queue = new Queue(this, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(queue).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "This is the dead-letter queue of a schedule or a stream, which the rule cannot see.",
    });
    return queue;
  }
}
