import { ledger } from '../../functions/support/current-ledger.js';
import { stepFunctions } from '../../functions/support/executions.js';
import { alterAnswers } from '../support/alter-answers.js';
import { anInstallation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({ workloads: ['api'] });
const QUICK = { bakeMinutes: 0 };

test('a deployment that was accepted and never started is started by the janitor', async () => {
  const it = anInstallation();
  const restore = alterAnswers(stepFunctions, {
    StartExecution: () => Promise.reject(new Error('the API dies here')),
  });
  const answer = await it.post('/v1/deployments', {
    environment: 'test',
    workspace: await it.upload(shop),
    variables: { VERSION: '1' },
    options: QUICK,
  });
  restore();
  expect(answer.status).toBe(500);
  const [open] = await ledger().deployments.listOpen();
  expect(it.engine.listExecutions()).toEqual([]);
  await it.runUntilInvoked('janitor');
  await it.runUntilIdle();
  const document = await it.document(open?.deploymentId ?? '');
  expect(document.verdict).toBe('SUCCEEDED');
  expect(readTimeline(document)).toContain('its execution was never started; it is now');
  expect(await ledger().deployments.listOpen()).toEqual([]);
});
