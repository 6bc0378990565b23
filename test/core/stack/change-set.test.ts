import type { ChangeSetChange, ChangeSetDescription } from '../../../core/stack/change-set.js';
import { describeChangeSet } from '../../../core/stack/describe-change-set.js';
import { guardChanges } from '../../../core/stack/guard-changes.js';
import type { ResourceChange } from '../../../core/stack/resource-change.js';

const described = (fields: Partial<ChangeSetDescription>) =>
  describeChangeSet({
    status: 'CREATE_COMPLETE',
    executionStatus: 'AVAILABLE',
    changes: [],
    ...fields,
  });

const aChange = (fields: Partial<ChangeSetChange> = {}): ChangeSetChange => ({
  action: 'Modify',
  logicalId: 'Foo',
  type: 'AWS::SNS::Topic',
  ...fields,
});

describe('describeChangeSet', () => {
  // Texts as recorded from AWS.
  test.each([
    "The submitted information didn't contain changes. Submit different information to create a change set.",
    'No updates are to be performed.',
  ])('"%s" is no failure: there is nothing to do', (reason) => {
    expect(described({ status: 'FAILED', executionStatus: 'UNAVAILABLE', reason })).toEqual({
      kind: 'no-changes',
    });
  });

  test.each(['CREATE_PENDING', 'CREATE_IN_PROGRESS'])('%s is looked at again', (status) => {
    expect(described({ status, executionStatus: 'UNAVAILABLE' })).toEqual({ kind: 'pending' });
  });

  test('a failed one tells its reason', () => {
    const reason = 'Transform AWS::Include failed with: S3 bucket [doesnotexist] does not exist.';
    expect(described({ status: 'FAILED', reason })).toEqual({
      kind: 'failed',
      reason,
      seeEvents: false,
    });
  });

  test('early validation names only itself: the events have to be read', () => {
    const reason =
      'The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.';
    expect(described({ status: 'FAILED', reason })).toEqual({
      kind: 'failed',
      reason,
      seeEvents: true,
    });
  });

  test.each(['EXECUTE_IN_PROGRESS', 'EXECUTE_COMPLETE', 'EXECUTE_FAILED'])(
    'in %s an earlier run has executed it',
    (executionStatus) => {
      expect(described({ executionStatus })).toEqual({ kind: 'executed' });
    },
  );

  test('one that was overtaken cannot be executed', () => {
    expect(described({ executionStatus: 'OBSOLETE' })).toMatchObject({ kind: 'failed' });
  });

  test.each([
    'DELETE_PENDING',
    'DELETE_IN_PROGRESS',
    'DELETE_COMPLETE',
    'DELETE_FAILED',
    'PONDERING',
  ])('in %s it is of no use', (status) => {
    expect(described({ status })).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining(status),
    });
  });

  test('outputs alone change: ready without a changed resource', () => {
    expect(described({})).toEqual({ kind: 'ready', changes: [] });
  });

  test.each<readonly [string, Partial<ChangeSetChange>, Partial<ResourceChange>]>([
    ['Add', { action: 'Add' }, { action: 'create' }],
    ['Import', { action: 'Import' }, { action: 'import' }],
    ['Remove', { action: 'Remove', policyAction: 'Delete' }, { action: 'remove', retained: false }],
    [
      'Remove, retained',
      { action: 'Remove', policyAction: 'Retain' },
      { action: 'remove', retained: true },
    ],
    [
      'Modify in place',
      { replacement: 'False', properties: ['DisplayName'] },
      { action: 'update', properties: ['DisplayName'] },
    ],
    [
      'Modify by replacement',
      {
        replacement: 'True',
        policyAction: 'ReplaceAndDelete',
        properties: ['TopicName', 'TopicName'],
      },
      { action: 'replace', certainty: 'certain', retained: false, properties: ['TopicName'] },
    ],
    [
      'Modify, perhaps by replacement',
      { replacement: 'Conditional' },
      { action: 'replace', certainty: 'possible' },
    ],
    [
      'Replacement that keeps the old one',
      { replacement: 'True', policyAction: 'ReplaceAndRetain' },
      { retained: true },
    ],
    ['Dynamic', { action: 'Dynamic' }, { action: 'update', certainty: 'possible' }],
  ])('%s is put into our words', (_, given, expected) => {
    expect(described({ changes: [aChange(given)] })).toMatchObject({
      kind: 'ready',
      changes: [expected],
    });
  });

  test('changes are sorted by logical id', () => {
    const outcome = described({
      changes: ['B', 'C', 'A'].map((logicalId) => aChange({ logicalId })),
    });
    expect(outcome.kind === 'ready' && outcome.changes.map((change) => change.logicalId)).toEqual([
      'A',
      'B',
      'C',
    ]);
  });
});

describe('guardChanges', () => {
  const change = (fields: Partial<ResourceChange>): ResourceChange => ({
    logicalId: 'Orders',
    type: 'AWS::DynamoDB::Table',
    action: 'replace',
    certainty: 'certain',
    properties: ['KeySchema'],
    retained: false,
    ...fields,
  });

  test('the replacement of a table waits for an approval', () => {
    expect(guardChanges([change({})])).toEqual({
      kind: 'needs-approval',
      findings: [
        {
          logicalId: 'Orders',
          type: 'AWS::DynamoDB::Table',
          action: 'replace',
          certainty: 'certain',
          message: 'Orders (AWS::DynamoDB::Table) would be replaced: KeySchema changes',
        },
      ],
    });
  });

  test.each<readonly [string, Partial<ResourceChange>]>([
    ['a table that is created', { action: 'create' }],
    ['a table that changes in place', { action: 'update' }],
    ['a table that is removed from the stack and kept', { action: 'remove', retained: true }],
    ['a table that is replaced and kept', { retained: true }],
    ['a new task definition', { type: 'AWS::ECS::TaskDefinition' }],
    [
      'the zone of internal services that are gone',
      {
        logicalId: 'InternalWorkloadsHostedZone',
        type: 'AWS::Route53::HostedZone',
        action: 'remove',
      },
    ],
    [
      'a listener rule that goes',
      { type: 'AWS::ElasticLoadBalancingV2::ListenerRule', action: 'remove' },
    ],
  ])('%s passes', (_, fields) => {
    expect(guardChanges([change(fields)])).toEqual({ kind: 'pass' });
  });

  test('a replacement that is only possible is said as such', () => {
    const decision = guardChanges([change({ certainty: 'possible', properties: [] })]);
    expect(decision).toMatchObject({
      kind: 'needs-approval',
      findings: [{ message: 'Orders (AWS::DynamoDB::Table) may be replaced' }],
    });
  });

  test('a policy can refuse, allow, or guard other replacements too', () => {
    const service = change({ logicalId: 'Service', type: 'AWS::ECS::Service' });
    expect(guardChanges([change({})], { statefulLoss: 'refuse' }).kind).toBe('refused');
    expect(guardChanges([change({})], { statefulLoss: 'allow' }).kind).toBe('pass');
    expect(guardChanges([service], { otherReplacement: 'approve' }).kind).toBe('needs-approval');
    expect(
      guardChanges([service, change({ action: 'remove' })], { otherReplacement: 'refuse' }),
    ).toMatchObject({
      kind: 'refused',
      findings: [{ logicalId: 'Service' }],
    });
  });
});

describe('nested stacks', () => {
  const nested = aChange({
    logicalId: 'AddonsStack',
    type: 'AWS::CloudFormation::Stack',
    replacement: 'True',
    nestedChangeSetId: 'arn:nested',
  });
  const guard = (...changes: readonly ChangeSetChange[]) => {
    const outcome = described({ changes });
    return guardChanges(outcome.kind === 'ready' ? outcome.changes : []);
  };

  test('one whose own changes are listed is judged by them', () => {
    expect(guard(nested)).toEqual({ kind: 'pass' });
    const table = aChange({
      logicalId: 'AddonsStack/Orders',
      type: 'AWS::DynamoDB::Table',
      replacement: 'True',
      properties: ['KeySchema'],
    });
    expect(guard(nested, table)).toMatchObject({
      kind: 'needs-approval',
      findings: [
        {
          message: 'AddonsStack/Orders (AWS::DynamoDB::Table) would be replaced: KeySchema changes',
        },
      ],
    });
  });

  test('one that is removed may hold anything', () => {
    const removed = aChange({
      ...nested,
      action: 'Remove',
      replacement: undefined,
      nestedChangeSetId: undefined,
    });
    expect(guard(removed)).toMatchObject({ kind: 'needs-approval' });
  });
});
