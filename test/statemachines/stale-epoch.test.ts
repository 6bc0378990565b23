import { ledger } from '../../functions/support/ledger/current-ledger.js';
import { HANDLERS } from '../../local/handlers.js';
import { anInstallation } from '../support/installation.js';
import { listAsked } from '../support/stack-changes.js';
import { aWorkspace } from '../support/workspaces.js';

const shop = aWorkspace({ workloads: ['api'] });
const STEP = 'deploy/workload/api';

/** A release in the middle of its change, whose lease has passed on to a higher epoch. */
async function anOutdatedRelease() {
  const it = anInstallation();
  const deploymentId = await it.start(shop);
  await it.runUntilInvoked('deploy-service', { step: STEP });
  const { epoch = 0 } = (await ledger().deployments.find(deploymentId)) ?? {};
  const prepared = it.invocations.findLast(({ name }) => name === 'deploy-service')?.result;
  const { changeSetId } = prepared as { readonly changeSetId: string };
  await it.runFor(1);
  await ledger().deployments.raiseEpoch(deploymentId, epoch + 1);
  return { it, event: { deploymentId, epoch, step: STEP, changeSetId, taskToken: 'a-token' } };
}

describe('a function that acts for a deployment whose lease has passed on or which has ended', () => {
  test.each<readonly [keyof typeof HANDLERS, object]>([
    ['render', {}],
    ['deploy-environment', { step: 'deploy/environment/test' }],
    ['deploy-service', {}],
    ['delete-stack', { purpose: 'delete' }],
    ['stop-in-flight', {}],
    ['watch-alarms', { action: 'snapshot' }],
    ['verify', { against: 'release' }],
    ['rollback', { action: 'decide', trouble: null }],
    ['record-step', { action: 'step-trouble', trouble: null }],
  ])('%s ends with LeaseLost and asks nothing of CloudFormation', async (name, fields) => {
    const { it, event } = await anOutdatedRelease();
    const asked = listAsked(it.changes());
    await expect(HANDLERS[name]({ ...event, ...fields })).rejects.toMatchObject({
      name: 'LeaseLost',
    });
    expect(listAsked(it.changes())).toEqual(asked);
  });

  test.each<readonly [keyof typeof HANDLERS, object]>([
    ['render', {}],
    ['await-predecessors', {}],
    ['deploy-environment', { step: 'deploy/environment/test' }],
    ['deploy-service', {}],
    ['execute-change-set', { action: 'execute', operation: 'create' }],
    ['execute-change-set', { action: 'await-idle' }],
    ['execute-change-set', { action: 'continue-rollback', continuation: 'continue', skip: [] }],
    ['delete-stack', { purpose: 'delete' }],
    ['stop-in-flight', {}],
    ['approvals', { approval: { kind: 'deployment', question: 'really?' } }],
    ['watch-alarms', { action: 'snapshot' }],
    ['watch-alarms', { action: 'bake', startedAt: '2026-01-01T00:00:00Z' }],
    ['verify', { against: 'release' }],
    ['rollback', { action: 'decide', trouble: null }],
    ['rollback', { action: 'begin', holder: 'an-execution' }],
    ['record-step', { action: 'step-trouble', trouble: null }],
    ['plan-delete', {}],
    ['delete-infrastructure', {}],
    ['clean-up', {}],
  ])(
    '%s %j ends with LeaseLost after the verdict, and leaves nothing behind',
    async (name, fields) => {
      const { it, event } = await anOutdatedRelease();
      const { deploymentId } = event;
      const epoch = event.epoch + 1;
      await ledger().deployments.setVerdict(deploymentId, epoch, 'FAILED_CLEAN', it.clock.now());
      const asked = listAsked(it.changes());
      const waits = await ledger().waits.listAll();
      const steps = await ledger().steps.list(deploymentId);
      await expect(HANDLERS[name]({ ...event, epoch, ...fields })).rejects.toMatchObject({
        name: 'LeaseLost',
        message: expect.stringContaining('has ended already, FAILED_CLEAN'),
      });
      expect(listAsked(it.changes())).toEqual(asked);
      expect(await ledger().waits.listAll()).toEqual(waits);
      expect(await ledger().steps.list(deploymentId)).toEqual(steps);
    },
  );

  test('execute-change-set starts nothing', async () => {
    const it = anInstallation();
    const deploymentId = await it.start(shop);
    await it.runUntilStack('shop-test', 'REVIEW_IN_PROGRESS');
    const step = 'deploy/environment/test';
    await it.runUntilInvoked('deploy-environment', { step });
    const prepared = it.invocations.find(({ name }) => name === 'deploy-environment')?.result;
    const { changeSetId } = prepared as { readonly changeSetId: string };
    await ledger().deployments.raiseEpoch(deploymentId, 7);
    await it.runUntilIdle();
    expect(changeSetId).toMatch(/^arn:aws:cloudformation:/);
    expect(listAsked(it.changes())).toEqual([]);
  });
});
