import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { environmentApp } from '../../functions/support/api/environment-app.js';
import { OWN_PATHS } from '../../functions/support/api/paths.js';
import { statusApp } from '../../functions/support/api/status-app.js';
import { FUNCTION_NAMES, TRIGGERS } from '../../functions/support/runtime/triggers.js';
import { ROOT } from '../../infra/bundling/bundling.js';
import { anchorOf } from '../../infra/constructs/alarms.js';
import { type Synthesized, synthesizeApp } from '../support/synthesized-app.js';

/** Findings that are acknowledged, each with its reasons. Where, is reviewed in infra/rights. */
function findAcknowledged({ autoland }: Synthesized): {
  readonly [rule: string]: readonly string[];
} {
  const found: { [rule: string]: Set<string> } = {};
  const metadata = autoland.app.node.findAll().flatMap(({ node }) => node.metadata);
  for (const { type, data } of metadata) {
    if (type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY) continue;
    const reasons: { readonly [id: string]: string } =
      typeof data === 'string' ? JSON.parse(data) : data;
    for (const [id, reason] of Object.entries(reasons)) {
      const rule = id
        .replace(/^Annotation::AwsSolutions-/, '')
        .replace(/<AWS::\w+>/g, '')
        .replace(/autoland-stateful:\w+?(Artifacts)[0-9A-F]{8}\w+/, '<$1>');
      found[rule] = (found[rule] ?? new Set()).add(reason);
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([rule, reasons]) => [rule, [...reasons].sort()]),
  );
}

const app = synthesizeApp({}, { isValidated: true });

describe('cdk-nag', () => {
  test('there is no finding that nobody acknowledged', () => {
    const report = readFileSync(join(app.folder, 'validation-report.json'), 'utf8');
    expect(JSON.parse(report).pluginReports).toEqual([]);
  });

  test('a careless resource would be found', () => {
    const addBucket = (app: App) => new Bucket(new Stack(app, 'Careless'), 'Open');
    expect(() => synthesizeApp({}, { extend: addBucket })).toThrow('AwsSolutions-S1');
  });

  test('these findings are acknowledged, for these reasons, and no others', () => {
    const execution = (name: string) => `IAM5[Resource::arn::states:::execution:autoland-${name}]`;
    const names =
      "Copilot's names begin with the application and end in a random id: everything of the configured applications";
    const started =
      'executions of one state machine: Step Functions names them when it starts them';
    const ours = 'executions of our state machines: each has an id of its own';
    const suffix = 'its name ends in a random part';
    const own = 'names of buckets end in a random part; the condition names the account';
    const everything = 'everything in the artifact bucket that goes with its application';
    const artifacts = (stack: string, tail = '') =>
      `IAM5[Resource::arn::s3:::${stack}*-pipelinebuiltartifactbuc*${tail}]`;
    expect(findAcknowledged(app)).toEqual({
      S1: ['the bucket of the access logs: logging itself would never end'],
      SQS3: ['it is the dead-letter queue of the rules; an alarm watches it'],
      'IAM5[Resource::*]': [
        'X-Ray knows no resources; written by the CDK for tracing',
        'a permissions boundary allows nothing by itself: the roles say on which resources',
        'a task token is the key; the action knows no resources',
        'alarms in manifests carry any name, and CloudWatch shows composite alarms only under *',
        'log delivery and X-Ray know no resources; written by the CDK for logs and tracing',
        'on Fargate the action knows no resources; the condition names the clusters',
        'the action knows no resources',
      ],
      'IAM5[Resource::arn::cloudformation:::stack/shop-*/*]': [names],
      'IAM5[Resource::arn::cloudformation:*::stack/StackSet-shop-infrastructure-*/*]': [names],
      'IAM5[Resource::arn::cloudformation:::stackset/shop-infrastructure:*]': [
        "Copilot's StackSet of the configured applications; its id is random",
      ],
      'IAM5[Resource::arn::ecr:*::repository/shop/*]': [names],
      [artifacts('stackset-shop-infrastruc')]: [suffix, own],
      [artifacts('stackset-shop-infrastruc', '/manual/*')]: [own],
      [artifacts('stackset-shop-infrastruc', '/*')]: [everything],
      [artifacts('shop-infrastructure')]: [suffix, own],
      [artifacts('shop-infrastructure', '/manual/*')]: [own],
      'IAM5[Resource::arn::kms:::key/*]': [
        'keys have random ids; the condition names the applications',
      ],
      'IAM5[Resource::arn::acm:*::certificate/*]': [
        'imported certificates have random ids; those of CloudFront are in us-east-1',
      ],
      [artifacts('shop-infrastructure', '/*')]: [everything],
      'IAM5[Resource::arn::ecs:::service-deployment/shop-*/*/*]': [names],
      'IAM5[Resource::arn::ecs:::service-revision/shop-*/*/*]': [names],
      'IAM5[Resource::arn::ecs:::service/shop-*/*]': [names],
      'IAM5[Resource::arn::apprunner:::service/shop-*/*]': [names],
      'IAM5[Resource::arn::ecs:::task/shop-*/*]': [names],
      'IAM5[Resource::arn::iam:::role/shop-*-AutolandRole]': [
        'one role per environment that is elsewhere; it says itself what may be done there',
      ],
      'IAM5[Resource::arn::iam:::role/shop-*-CFNExecutionRole]': [
        "Copilot's execution roles of the configured applications, one per environment",
      ],
      'IAM5[Resource::arn::ssm:::parameter/copilot/applications/shop/environments/*]': [names],
      'IAM5[Resource::arn::ssm:::parameter/copilot/applications/shop/components/*]': [names],
      'IAM5[Resource::<Artifacts>/*]': ['objects of the artifact bucket: keys hold hashes'],
      [execution('delete:*')]: [started, ours],
      [execution('plan:*')]: [ours],
      [execution('release:*')]: [ours],
      [execution('rollback:*')]: [started, ours],
      [execution('stack-operation:*')]: [started, ours],
      [execution('stack-graph:*')]: [started, ours],
      [execution('stack-graph/*:*')]: [started],
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
      'CHECK_WORKSPACE_FUNCTION',
      'CUSTOM_RESOURCE_FOLDER',
      'DELETE_STATE_MACHINE_ARN',
      'EVENT_BUS_NAME',
      'OPERATIONS_AT_ONCE',
      'PLAN_STATE_MACHINE_ARN',
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

  test.each([
    ['environment-api', environmentApp],
    ['status-api', statusApp],
  ])('the paths of %s reach it', (name, { routes }) => {
    const answered = routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const known = OWN_PATHS.filter((one) => one.function === name).map(
      ({ method, path }) => `${method} ${path}`,
    );
    expect([...known].sort()).toEqual(answered.sort());
    for (const RouteKey of known)
      app.orchestrator.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey });
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
