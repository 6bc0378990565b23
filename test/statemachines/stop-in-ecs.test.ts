import { ConflictException } from '@aws-sdk/client-ecs';
import { ecs } from '../../functions/support/aws/ecs.js';
import { alterAnswers } from '../support/alter-answers.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const STACK = 'shop-test-api';
const canary = aWorkspace({
  workloads: [
    {
      name: 'api',
      lines: [
        'network:',
        '  connect: true',
        'deployment:',
        '  strategy: canary',
        '  canary_percent: 10',
        '  canary_bake_time: 10m',
        '  bake_time: 10m',
      ],
    },
  ],
});

/** The second release, in the middle of its canary. */
async function startAndShift(
  it: Installation,
): Promise<{ readonly id: string; readonly before: unknown }> {
  await it.deploy(canary, { version: '1' });
  const before = describeAccount(it);
  const id = await it.start(canary, { version: '2' });
  await it.runUntilStack(STACK, 'UPDATE_IN_PROGRESS');
  await it.runFor(8);
  return { id, before };
}

const listStops = (it: Installation): readonly string[] =>
  it.account.calls
    .all()
    .map(({ operation }) => operation)
    .filter((operation) => /^(StopServiceDeployment|CancelUpdateStack)$/.test(operation));

test('a service that is stopped in the middle of a canary goes back at once, and its stack with it', async () => {
  const it = anInstallation();
  const { id, before } = await startAndShift(it);
  await it.cancel(id);
  await it.runFor(5);
  const { status, verdict } = await it.document(id);
  expect({ status, verdict }).toEqual({ status: 'ENDED', verdict: 'CANCELLED' });
  expect(listStops(it)).toEqual(['StopServiceDeployment', 'CancelUpdateStack']);
  expect(describeAccount(it)).toEqual(before);
});

test('ECS is too late to be asked: its stack is stopped all the same', async () => {
  const it = anInstallation();
  const { id } = await startAndShift(it);
  const restore = alterAnswers(ecs, {
    StopServiceDeployment: () => {
      throw new ConflictException({ message: 'it has ended', $metadata: {} });
    },
  });
  await it.cancel(id);
  restore();
  await it.runUntilIdle();
  expect(await it.document(id)).toMatchObject({ verdict: 'CANCELLED' });
  expect(it.account.snapshot().stacks[STACK]?.status).toBe('UPDATE_ROLLBACK_COMPLETE');
});
