import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { TABLE } from '../../functions/support/ledger/store.js';
import type { Config } from '../config.js';
import { acknowledge } from '../constructs/rights.js';

export type StatefulStackProps = StackProps & { readonly config: Config };

/** What must outlive every deployment of Autoland itself: the ledger and the releases. */
export class StatefulStack extends Stack {
  readonly table: Table;
  readonly artifacts: Bucket;
  /** Of the artifact bucket. Rendered environment roles name it, as Copilot's name the key of its own bucket. */
  readonly artifactKey: Key;

  constructor(scope: Construct, id: string, props: StatefulStackProps) {
    super(scope, id, props);
    this.table = this.#makeTable();
    this.artifactKey = new Key(this, 'ArtifactKey', {
      description: 'Autoland artifacts',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.artifacts = this.#makeBucket();
  }

  #makeTable(): Table {
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    const table = new Table(this, 'Ledger', {
      partitionKey: text(TABLE.partitionKey),
      sortKey: text(TABLE.sortKey),
      timeToLiveAttribute: TABLE.timeToLive,
      // Whoever follows it reads the ledger itself: what the ledger holds does not travel twice.
      stream: StreamViewType.KEYS_ONLY,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    table.addGlobalSecondaryIndex({
      indexName: TABLE.index,
      partitionKey: text(TABLE.indexPartitionKey),
      sortKey: text(TABLE.indexSortKey),
    });
    return table;
  }

  #makeBucket(): Bucket {
    const common = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    const logs = new Bucket(this, 'AccessLogs', {
      ...common,
      // Log delivery cannot write with a key of ours.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    acknowledge(logs, {
      'AwsSolutions-S1': 'the bucket of the access logs: logging itself would never end',
    });
    return new Bucket(this, 'Artifacts', {
      ...common,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.artifactKey as IKey,
      bucketKeyEnabled: true,
      // Releases are content-addressed; a version lets a deleted one come back, since rollbacks need it.
      versioned: true,
      // The CDK's classes and interfaces disagree about undefined under exactOptionalPropertyTypes.
      serverAccessLogsBucket: logs as IBucket,
      serverAccessLogsPrefix: 'artifacts/',
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          noncurrentVersionExpiration: Duration.days(30),
        },
        // Uploaded workspaces have become releases or nothing by then.
        { prefix: 'workspaces/', expiration: Duration.days(30) },
        { prefix: 'plans/', expiration: Duration.days(30) },
      ],
    });
  }
}
