import { findLeftovers } from '../../../core/deletion/find-leftovers.js';
import type { Resource } from '../../../core/template/cloudformation.js';
import { aLiveStack } from '../../support/live-stacks.js';

const leftoversOf = (resources: { readonly [logicalId: string]: Resource }) =>
  findLeftovers(aLiveStack('api', { resources }));

type Row = readonly [title: string, resource: Resource, stays: string | undefined, isData: boolean];

const ROWS: readonly Row[] = [
  ['a table', { Type: 'AWS::DynamoDB::Table' }, undefined, true],
  [
    'a retained table',
    { Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Retain' },
    'its DeletionPolicy is Retain',
    false,
  ],
  [
    'one that is retained but on creation',
    { Type: 'AWS::S3::Bucket', DeletionPolicy: 'RetainExceptOnCreate' },
    'its DeletionPolicy is RetainExceptOnCreate',
    false,
  ],
  [
    'one whose replacements were kept: UpdateReplacePolicy says nothing of deletion',
    { Type: 'AWS::S3::Bucket', UpdateReplacePolicy: 'Retain' },
    undefined,
    true,
  ],
  [
    'a volume with a last snapshot',
    { Type: 'AWS::EC2::Volume', DeletionPolicy: 'Snapshot' },
    'a last snapshot of it stays (DeletionPolicy Snapshot)',
    false,
  ],
  [
    'a database cluster, of which CloudFormation takes a snapshot unasked',
    { Type: 'AWS::RDS::DBCluster' },
    'a last snapshot of it stays (DeletionPolicy Snapshot)',
    false,
  ],
  [
    'a database cluster that is to be deleted',
    { Type: 'AWS::RDS::DBCluster', DeletionPolicy: 'Delete' },
    undefined,
    true,
  ],
  [
    'an instance in a cluster',
    { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: 'c' } },
    undefined,
    true,
  ],
  ['a log group', { Type: 'AWS::Logs::LogGroup' }, undefined, true],
  ['a service', { Type: 'AWS::ECS::Service' }, undefined, false],
];

test.each(ROWS)('%s', (_title, resource, reason, isData) => {
  const { stays, data } = leftoversOf({ Thing: resource });
  expect(stays.map((one) => one.reason)).toEqual(reason === undefined ? [] : [reason]);
  expect(data).toHaveLength(isData ? 1 : 0);
});

test('the log group of a function stays, unless the stack has it', () => {
  const fn = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'clean' } };
  expect(leftoversOf({ Fn: fn }).stays).toEqual([
    {
      what: 'log group',
      name: '/aws/lambda/clean',
      stackName: 'shop-test-api',
      reason: 'Lambda made it, outside of the stack',
    },
  ]);
  const log = {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: '/aws/lambda/clean' },
  };
  expect(leftoversOf({ Fn: fn, Log: log }).stays).toEqual([]);
});

test('nested stacks are looked into, unless they are retained as a whole', () => {
  const inner = {
    ...aLiveStack('inner', { resources: { Table: { Type: 'AWS::DynamoDB::Table' } } }),
    stackName: 'shop-test-api-Addons-X',
  };
  const nest = (policy: object) => {
    const stack = aLiveStack('api', {
      resources: { Addons: { Type: 'AWS::CloudFormation::Stack', ...policy } },
      nested: [inner],
    });
    const [addons] = stack.resources;
    const physicalId = `arn:aws:cloudformation:us-east-1:1:stack/${inner.stackName}/id`;
    return { ...stack, resources: addons ? [{ ...addons, physicalId }] : [] };
  };
  expect(findLeftovers(nest({})).data.map(({ name }) => name)).toEqual(['shop-test-inner-Table']);
  const retained = findLeftovers(nest({ DeletionPolicy: 'Retain' }));
  expect(retained.data).toEqual([]);
  expect(retained.stays).toHaveLength(1);
});
