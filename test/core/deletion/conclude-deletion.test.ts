import { concludeDeletion, type DeletionEnding } from '../../../core/deletion/conclude-deletion.js';
import type { EndedStep, StepResult } from '../../../core/rollback/step-result.js';
import type { StackStatus } from '../../../core/stack/stack-status.js';

const goes = (['web', 'api'] as const).map((name) => ({
  kind: 'workload' as const,
  name,
  stackName: `shop-test-${name}`,
  predecessors: [],
}));

const aStep = (name: string, result: StepResult, rootCause: EndedStep['rootCause'] = null) => ({
  name,
  kind: 'workload' as const,
  stackName: `shop-test-${name}`,
  result,
  rootCause,
});

const bucketNotEmpty = {
  logicalId: 'Bucket',
  resourceType: 'AWS::S3::Bucket',
  reason: 'The bucket you tried to delete is not empty',
  class: 'external-change' as const,
  nextStep: 'empty the bucket, or keep it with DeletionPolicy Retain',
  nestedStackId: null,
};

const conclude = (ending: Partial<DeletionEnding> & { live?: DeletionEnding['live'] }) =>
  concludeDeletion({
    goes,
    steps: [],
    live: new Map(),
    otherLeft: [],
    hasOtherGone: false,
    refused: undefined,
    trouble: undefined,
    target: 'environment test of shop',
    command: 'autoland env delete --name test',
    ...ending,
  });

const live = (statuses: { readonly [name: string]: StackStatus }) =>
  new Map(Object.entries(statuses).map(([name, status]) => [`shop-test-${name}`, status]));

const records = { name: 'records', stackName: null, reason: 'still there', nextStep: 'go on' };

type Row = readonly [
  title: string,
  ending: Partial<DeletionEnding>,
  verdict: string,
  left: readonly string[],
];

const ROWS: readonly Row[] = [
  ['all is gone', {}, 'SUCCEEDED', []],
  ['all is gone, though the execution was stopped', { trouble: 'ABORTED' }, 'SUCCEEDED', []],
  ['there was nothing any more', { goes: [] }, 'SUCCEEDED', []],
  [
    'refused: nothing was deleted',
    { goes: undefined, refused: 'somebody imports' },
    'FAILED_CLEAN',
    [],
  ],
  ['stopped before there was a plan', { goes: undefined, trouble: 'ABORTED' }, 'FAILED_CLEAN', []],
  [
    'nothing was begun',
    { live: live({ web: 'CREATE_COMPLETE', api: 'UPDATE_COMPLETE' }), trouble: 'ABORTED' },
    'FAILED_CLEAN',
    ['web: stack shop-test-web is CREATE_COMPLETE', 'api: stack shop-test-api is UPDATE_COMPLETE'],
  ],
  [
    'CloudFormation took the deletion back',
    {
      live: live({ web: 'CREATE_COMPLETE', api: 'CREATE_COMPLETE' }),
      steps: [aStep('web', { kind: 'refused', reason: 'Export x is in use by y' })],
    },
    'FAILED_CLEAN',
    [
      'web: CloudFormation took the deletion back: Export x is in use by y',
      'api: stack shop-test-api is CREATE_COMPLETE',
    ],
  ],
  [
    'one is gone, one is not',
    { live: live({ api: 'CREATE_COMPLETE' }) },
    'FAILED_DIRTY',
    ['api: stack shop-test-api is CREATE_COMPLETE'],
  ],
  [
    'one is half deleted',
    {
      live: live({ web: 'CREATE_COMPLETE', api: 'DELETE_FAILED' }),
      steps: [
        aStep('api', { kind: 'failed', status: 'DELETE_FAILED', reason: null }, bucketNotEmpty),
        aStep('web', { kind: 'skipped', reason: 'it needs delete/workload/api' }),
      ],
    },
    'FAILED_DIRTY',
    [
      'web: it needs delete/workload/api',
      'api: Bucket: The bucket you tried to delete is not empty',
    ],
  ],
  [
    'stopped while CloudFormation was at it',
    { live: live({ api: 'DELETE_IN_PROGRESS' }), trouble: 'ABORTED' },
    'FAILED_DIRTY',
    ['api: stack shop-test-api is DELETE_IN_PROGRESS'],
  ],
  [
    'the stacks are gone, the records are not',
    { otherLeft: [records] },
    'FAILED_DIRTY',
    ['records: still there'],
  ],
  [
    'of an application one environment is gone, one is not',
    { goes: [], otherLeft: [records], hasOtherGone: true },
    'FAILED_DIRTY',
    ['records: still there'],
  ],
  [
    'of an application nothing is gone',
    { goes: [], otherLeft: [records] },
    'FAILED_CLEAN',
    ['records: still there'],
  ],
];

test.each(ROWS)('%s', (_title, ending, verdict, left) => {
  const conclusion = conclude(ending);
  expect(conclusion.verdict).toBe(verdict);
  expect(conclusion.left.map(({ name, reason }) => `${name}: ${reason}`)).toEqual(left);
});

test('a dirty end says the cause and the command that goes on', () => {
  const { summary, rootCause, left } = conclude({
    live: live({ api: 'DELETE_FAILED' }),
    steps: [
      aStep('api', { kind: 'failed', status: 'DELETE_FAILED', reason: null }, bucketNotEmpty),
    ],
  });
  expect(summary).toBe(
    'environment test of shop is partly gone: The bucket you tried to delete is not empty; go on with: autoland env delete --name test',
  );
  expect(rootCause).toEqual(bucketNotEmpty);
  expect(left[0]?.nextStep).toBe(bucketNotEmpty.nextStep);
});

test('releases forget what is gone, going and half gone, and keep what came back whole', () => {
  const { removed } = conclude({ live: live({ web: 'CREATE_COMPLETE', api: 'DELETE_FAILED' }) });
  expect(removed).toEqual([{ kind: 'workload', name: 'api' }]);
  expect(conclude({}).removed).toHaveLength(2);
});
