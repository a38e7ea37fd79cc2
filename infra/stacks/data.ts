import { Aws, RemovalPolicy, Stack, Validations, type StackProps } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  type IBucket,
} from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { tableSchema } from "../constructs/table-schema.ts";

/** What is kept: table, keys, files. Never replaced; the other stacks may be. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly tableKey: Key;
  /** Wraps the data keys that encrypt personal fields. */
  readonly wrappingKey: Key;
  /** Signs the public log: Ed25519. */
  readonly logKey: Key;
  /** Signs the facts in the QR of certificates: Ed25519. */
  readonly certificateKey: Key;
  /** Signs the slips of applicants: Ed25519. */
  readonly slipKey: Key;
  /** Wraps the keys that open the salts of commitments. */
  readonly inspectionKey: Key;
  readonly filesKey: Key;
  /** Rosters and working files nobody outside may read. */
  readonly sealed: Bucket;
  /** Served to everyone at `/files/*` and `/log/*`. */
  readonly public: Bucket;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.tableKey = this.key("TableKey", "Encrypts the records of Quanju");
    this.wrappingKey = this.key("WrappingKey", "Wraps the data keys of personal fields");
    this.filesKey = this.key("FilesKey", "Encrypts the sealed files of Quanju");
    this.logKey = this.signingKey("LogKey", "Signs the checkpoints of the public log");
    this.certificateKey = this.signingKey("CertificateKey", "Signs the facts of certificates");
    this.slipKey = this.signingKey("SlipKey", "Seals the slips of applicants in a draw");
    this.inspectionKey = this.key("InspectionKey", "Wraps the keys that open commitments");
    this.table = this.records();

    // The cast: `Bucket` and `IBucket` differ only in how they spell optional members.
    const accessLogs = this.bucket("AccessLogs", {
      encryption: BucketEncryption.S3_MANAGED,
    }) as IBucket;
    Validations.of(accessLogs).acknowledge({
      id: "AwsSolutions-S1",
      reason: "This bucket holds the access logs of the others; logging itself would never end.",
    });
    this.sealed = this.bucket("Sealed", {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.filesKey,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: "sealed/",
    });
    this.public = this.bucket("Public", {
      // What everyone may read needs no key of ours, and CloudFront then needs none either.
      encryption: BucketEncryption.S3_MANAGED,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: "public/",
    });
  }

  private key(id: string, description: string): Key {
    return new Key(this, id, {
      description,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private signingKey(id: string, description: string): Key {
    return new Key(this, id, {
      description,
      keySpec: KeySpec.ECC_NIST_EDWARDS25519,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private bucket(id: string, props: ConstructorParameters<typeof Bucket>[2]): Bucket {
    return new Bucket(this, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      ...props,
    });
  }

  private records(): TableV2 {
    const attribute = (name: string) => ({ name, type: AttributeType.STRING });
    const { tableName, partitionKey, sortKey, indexes, timeToLiveAttribute } = tableSchema;
    return new TableV2(this, "Table", {
      tableName,
      partitionKey: attribute(partitionKey),
      sortKey: attribute(sortKey),
      globalSecondaryIndexes: indexes.map((index) => ({
        indexName: index.indexName,
        partitionKey: attribute(index.partitionKey),
        sortKey: attribute(index.sortKey),
      })),
      timeToLiveAttribute,
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryptionV2.customerManagedKey(this.tableKey),
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

/** The service name by which DynamoDB or S3 uses a key for a caller, in any partition. */
export const via = (service: "dynamodb" | "s3"): string =>
  `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`;
