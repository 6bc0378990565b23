import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { FUNCTION_NAMES, TRIGGERS } from '../../functions/support/triggers.js';
import { ROOT } from '../../infra/bundling/bundling.js';
import { anchorOf } from '../../infra/constructs/alarms.js';
import { type Synthesized, synthesizeApp } from '../support/synthesized-app.js';

/** Findings that are acknowledged: rule -> constructs, each with its reason. */
function findAcknowledged({ autoland }: Synthesized): {
  readonly [rule: string]: readonly string[];
} {
  const found: { [rule: string]: Set<string> } = {};
  for (const { node } of autoland.app.node.findAll()) {
    for (const { type, data } of node.metadata) {
      if (type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY) continue;
      for (const [id, reason] of Object.entries(
        typeof data === 'string' ? JSON.parse(data) : data,
      )) {
        if (String(reason).length < 20) throw new Error(`${node.path}: ${id} has no reason`);
        const rule = id
          .replace(/^Annotation::AwsSolutions-/, '')
          .replace(/<AWS::\w+>/g, '')
          .replace(/autoland-stateful:\w+?(Artifacts)[0-9A-F]{8}\w+/, '<$1>');
        found[rule] = (found[rule] ?? new Set()).add(
          node.path.replace(/^Orchestrator\/|\/Role$/g, ''),
        );
      }
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([rule, paths]) => [rule, [...paths].sort()]),
  );
}

const app = synthesizeApp();

describe('cdk-nag', () => {
  test('there is no finding that nobody acknowledged', () => {
    const report = readFileSync(join(app.folder, 'validation-report.json'), 'utf8');
    expect(JSON.parse(report).pluginReports).toEqual([]);
  });

  test('a careless resource would be found', () => {
    const addBucket = (app: App) => new Bucket(new Stack(app, 'Careless'), 'Open');
    expect(() => synthesizeApp({}, addBucket)).toThrow('AwsSolutions-S1');
  });

  test('these findings are acknowledged, and no others', () => {
    const changers = ['DeployEnvAddon', 'DeployEnvironment', 'DeployService'];
    const observers = ['Janitor', 'Lease', 'Wake'];
    const execution = (name: string) => `IAM5[Resource::arn::states:::execution:autoland-${name}]`;
    const { 'IAM5[Resource::*]': unlimited, ...narrow } = findAcknowledged(app);
    // X-Ray and log delivery: every function and every machine.
    expect(unlimited).toHaveLength(FUNCTION_NAMES.length + 5);
    expect(narrow).toEqual({
      S1: ['Stateful/AccessLogs'],
      SQS3: ['Rules/Undelivered'],
      'IAM5[Resource::arn::cloudformation:::stack/shop-*/*]': [
        'Api',
        'DeleteStack',
        ...changers,
        'ExecuteChangeSet',
        'InspectChangeSet',
        'Janitor',
        'Record',
        'Render',
        'StopInFlight',
        'Verify',
        'Wake',
      ],
      'IAM5[Resource::arn::ecs:::service/shop-*/*]': ['Verify'],
      'IAM5[Resource::arn::iam:::role/shop-*-CFNExecutionRole]': changers,
      'IAM5[Resource::arn::ssm:::parameter/copilot/applications/shop/environments/*]': [
        'Api',
        'Render',
      ],
      [execution('release:*')]: observers,
      [execution('rollback:*')]: [...observers, 'ReleaseWorkflow/StateMachine'].sort(),
      [execution('stack-operation:*')]: [
        ...observers,
        'ReleaseWorkflow/StateMachine',
        'StackGraphWorkflow/StateMachine',
      ].sort(),
      [execution('stack-graph:*')]: [
        ...observers,
        'ReleaseWorkflow/StateMachine',
        'RollbackWorkflow/StateMachine',
        'StackGraphWorkflow/StateMachine',
      ].sort(),
      [execution('stack-graph/*:*')]: ['StackGraphWorkflow/StateMachine'],
      'IAM5[Resource::<Artifacts>/*]': [
        'Api',
        ...changers,
        'Janitor',
        'Record',
        'Render',
        'Rollback',
        'Verify',
        'Wake',
        'WatchAlarms',
      ],
    });
  });
});

describe('functions', () => {
  const functions = Object.values(app.orchestrator.findResources('AWS::Lambda::Function'));

  test('there is one for each file, on Node 24 and arm64, traced', () => {
    expect(functions.map(({ Properties }) => Properties.FunctionName).sort()).toEqual(
      FUNCTION_NAMES.map((name) => `autoland-${name}`),
    );
    app.orchestrator.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      Handler: 'index.handler',
    });
  });

  test('logs end: every log group has a retention', () => {
    app.orchestrator.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  test('their environment names the table and the machines, and holds no secret', () => {
    const [environment] = functions.map(({ Properties }) => Properties.Environment.Variables);
    expect(Object.keys(environment).sort()).toEqual([
      'ACCOUNT_ID',
      'ARTIFACT_BUCKET',
      'ARTIFACT_KEY_ARN',
      'RELEASE_STATE_MACHINE_ARN',
      'ROLLBACK_STATE_MACHINE_ARN',
      'TABLE_NAME',
    ]);
  });
});

describe('API', () => {
  test('every route wants AWS credentials', () => {
    app.orchestrator.allResourcesProperties('AWS::ApiGatewayV2::Route', {
      AuthorizationType: 'AWS_IAM',
    });
  });

  test('requests are throttled and logged', () => {
    app.orchestrator.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
      AccessLogSettings: { Format: Match.stringLikeRegexp('requestId') },
    });
  });

  test('tokens of an OIDC issuer get an endpoint of their own, with the subjects pinned', () => {
    const { orchestrator } = synthesizeApp({
      jwt: {
        issuer: 'https://token.actions.githubusercontent.com',
        audience: ['autoland'],
        subjects: ['repo:shop/shop:environment:production'],
      },
    });
    orchestrator.resourceCountIs('AWS::ApiGatewayV2::Api', 2);
    orchestrator.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: {
        Audience: ['autoland'],
        Issuer: 'https://token.actions.githubusercontent.com',
      },
    });
    orchestrator.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'autoland-api',
      Environment: {
        Variables: { JWT_SUBJECTS: '["repo:shop/shop:environment:production"]' },
      },
    });
  });
});

describe('rules', () => {
  test('there is one per trigger, each with a queue for what cannot be delivered', () => {
    const rules = Object.values(app.orchestrator.findResources('AWS::Events::Rule'));
    expect(rules.map(({ Properties }) => Properties.Name).sort()).toEqual(
      TRIGGERS.map(({ name }) => `autoland-${name}`).sort(),
    );
    for (const { Properties } of rules)
      expect(Properties.Targets[0].DeadLetterConfig.Arn).toBeDefined();
  });

  test("only the applications' stacks wake Autoland", () => {
    app.orchestrator.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.cloudformation'],
        detail: { 'stack-id': [{ wildcard: '*:stack/shop-*' }] },
      },
    });
  });
});

describe('alarms', () => {
  const alarms = Object.values(app.orchestrator.findResources('AWS::CloudWatch::Alarm'));
  const operations = join(ROOT, 'docs/operations.md');

  test('each has a name of its own and an article in the runbook', () => {
    const names = alarms.map(({ Properties }) => String(Properties.AlarmName));
    expect(new Set(names).size).toBe(alarms.length);
    expect(existsSync(operations)).toBe(true);
    const headings = [...readFileSync(operations, 'utf8').matchAll(/^### (.+)$/gm)].map(
      ([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'),
    );
    for (const name of names) expect(headings).toContain(anchorOf(name.replace('autoland-', '')));
    for (const { Properties } of alarms)
      expect(JSON.stringify(Properties.AlarmDescription)).toContain('RunBook: https://');
  });

  test('they reach a topic where one is given', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:operators';
    synthesizeApp({ alarmTopicArn: topic }).orchestrator.allResourcesProperties(
      'AWS::CloudWatch::Alarm',
      { AlarmActions: [topic] },
    );
  });
});

describe('what must not be lost', () => {
  test('the ledger can be restored to any second and is not deleted by accident', () => {
    app.stateful.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        GlobalSecondaryIndexes: [Match.objectLike({ IndexName: 'gsi1' })],
      },
    });
  });

  test('artifacts are encrypted, versioned, private, and stay', () => {
    app.stateful.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            Match.objectLike({
              ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }),
            }),
          ],
        },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      },
    });
    app.stateful.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });
});
