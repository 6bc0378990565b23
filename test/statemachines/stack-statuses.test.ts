import { STACK_STATUSES, type StackStatus } from '../../core/stack/stack-status.js';
import { anInstallation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { listAsked } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({ workloads: ['api'] });
const STACK = 'shop-test-api';

/** Somebody else's operation: how it began, and what it comes to after half an hour. */
const OPERATIONS: { readonly [status in StackStatus]?: readonly [StackStatus, StackStatus] } = {
  CREATE_IN_PROGRESS: ['CREATE_IN_PROGRESS', 'CREATE_COMPLETE'],
  ROLLBACK_IN_PROGRESS: ['CREATE_IN_PROGRESS', 'ROLLBACK_COMPLETE'],
  DELETE_IN_PROGRESS: ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'],
  UPDATE_IN_PROGRESS: ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'],
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'],
  UPDATE_ROLLBACK_IN_PROGRESS: ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
  IMPORT_IN_PROGRESS: ['IMPORT_IN_PROGRESS', 'IMPORT_COMPLETE'],
  IMPORT_ROLLBACK_IN_PROGRESS: ['IMPORT_IN_PROGRESS', 'IMPORT_ROLLBACK_COMPLETE'],
};

type Path = {
  readonly statuses: readonly StackStatus[];
  readonly verdict: 'SUCCEEDED' | 'FAILED_CLEAN';
  readonly asked: readonly string[];
  /** What the timeline says of the stack; `STATUS` stands for the status that it was found in. */
  readonly timeline: string;
};

const PATHS: readonly Path[] = [
  {
    statuses: [
      'CREATE_COMPLETE',
      'UPDATE_COMPLETE',
      'UPDATE_FAILED',
      'UPDATE_ROLLBACK_COMPLETE',
      'IMPORT_COMPLETE',
      'IMPORT_ROLLBACK_COMPLETE',
    ],
    verdict: 'SUCCEEDED',
    asked: ['update'],
    timeline: `
looks at stack shop-test-api
stack shop-test-api is updated`,
  },
  {
    statuses: ['DELETE_COMPLETE'],
    verdict: 'SUCCEEDED',
    asked: ['create'],
    timeline: `
looks at stack shop-test-api
stack shop-test-api is created`,
  },
  {
    statuses: ['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'],
    verdict: 'SUCCEEDED',
    asked: ['delete', 'create'],
    timeline: `
looks at stack shop-test-api
deletes what is left of stack shop-test-api and makes it anew: its first creation failed (STATUS)
stack shop-test-api is created`,
  },
  {
    statuses: ['REVIEW_IN_PROGRESS'],
    verdict: 'SUCCEEDED',
    asked: ['delete', 'create'],
    timeline: `
looks at stack shop-test-api
deletes what is left of stack shop-test-api and makes it anew: a change set was made for it, but never executed
stack shop-test-api is created`,
  },
  {
    statuses: [
      'CREATE_IN_PROGRESS',
      'UPDATE_IN_PROGRESS',
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'IMPORT_IN_PROGRESS',
      'IMPORT_ROLLBACK_IN_PROGRESS',
    ],
    verdict: 'SUCCEEDED',
    asked: ['update'],
    timeline: `
looks at stack shop-test-api
waits for another operation: stack shop-test-api is STATUS since …, begun by somebody in the AWS console (token Console-1)
stack shop-test-api is updated`,
  },
  {
    statuses: ['DELETE_IN_PROGRESS'],
    verdict: 'SUCCEEDED',
    asked: ['create'],
    timeline: `
looks at stack shop-test-api
waits for another operation: stack shop-test-api is STATUS since …, begun by somebody in the AWS console (token Console-1)
stack shop-test-api is created`,
  },
  {
    statuses: ['ROLLBACK_IN_PROGRESS'],
    verdict: 'SUCCEEDED',
    asked: ['delete', 'create'],
    timeline: `
looks at stack shop-test-api
waits for another operation: stack shop-test-api is STATUS since …, begun by somebody in the AWS console (token Console-1)
deletes what is left of stack shop-test-api and makes it anew: its first creation failed (ROLLBACK_COMPLETE)
stack shop-test-api is created`,
  },
  {
    statuses: ['UPDATE_ROLLBACK_FAILED'],
    verdict: 'FAILED_CLEAN',
    asked: [],
    timeline: `
looks at stack shop-test-api
waits for approval a-…: stack shop-test-api is UPDATE_ROLLBACK_FAILED. Continue its rollback, then deploy?
not approved: nobody has answered in time
stack shop-test-api: not approved: nobody has answered in time (stack shop-test-api is UPDATE_ROLLBACK_FAILED. Continue its rollback, then deploy?)`,
  },
  {
    statuses: ['IMPORT_ROLLBACK_FAILED'],
    verdict: 'FAILED_CLEAN',
    asked: [],
    timeline: `
looks at stack shop-test-api
stack shop-test-api: an import failed and could not be rolled back`,
  },
  {
    statuses: ['DELETE_FAILED'],
    verdict: 'FAILED_CLEAN',
    asked: [],
    timeline: `
looks at stack shop-test-api
stack shop-test-api: its deletion was begun and could not be finished`,
  },
];

test('every status has one path', () => {
  expect(PATHS.flatMap(({ statuses }) => statuses).sort()).toEqual([...STACK_STATUSES].sort());
});

const CASES = PATHS.flatMap(({ statuses, ...path }) =>
  statuses.map((status) => [status, path] as const),
);

test.each(CASES)('deploying over a stack in %s', async (status, path) => {
  const it = anInstallation();
  await it.deploy(shop, { version: '1', options: { bakeMinutes: 0 } });
  const already = it.changes().length;
  const { setup } = it.account;
  const [begin, end] = OPERATIONS[status] ?? [];
  if (begin && end) {
    const reason = 'User Initiated';
    setup.stackStatus({ stackName: STACK, status: begin, reason, token: 'Console-1' });
    it.clock.after(30 * 60_000, () => setup.stackStatus({ stackName: STACK, status: end }));
  }
  if (begin !== status) setup.stackStatus({ stackName: STACK, status });
  const options = { bakeMinutes: 0, approvalMinutes: 60 };
  const document = await it.deploy(shop, { version: '2', options });
  expect(document.verdict).toBe(path.verdict);
  const asked = listAsked(it.changes().slice(already));
  expect(asked).toEqual(path.asked.map((what) => `${what} ${STACK}`));
  const timeline = document.timeline.filter(({ step }) => step === 'deploy/workload/api');
  const told = readTimeline({ ...document, timeline })
    .replace(/^api: /gm, '')
    .replace(/since [-\d]+ [:\d]+ UTC/, 'since …')
    .replace(/approval a-\w+/, 'approval a-…');
  expect(told).toBe(path.timeline.trim().replace('STATUS', status));
});
