import { anInstallation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { listChanges } from '../support/stack-changes.js';
import { readTimeline } from '../support/timeline.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const ALARM = 'shop-test-api-CopilotRollbackCPUAlarm';
const withThreshold = (cpu: number, lines: readonly string[] = []) =>
  aWorkspace({ workloads: [{ name: 'api', alarms: { cpu_utilization: cpu }, lines }] });
const unguarded = aWorkspace({ workloads: ['api'] });

const ofApi = (it: ReturnType<typeof anInstallation>) =>
  listChanges(it.changes()).filter((line) => line.includes('shop-test-api'));

test('a first deployment makes the alarms first, over a service without tasks, then brings it out', async () => {
  const it = anInstallation();
  let deployments = 0;
  it.account.progress.onDeployment(({ status }) => {
    if (status === 'IN_PROGRESS') deployments += 1;
  });
  const document = await it.deploy(withThreshold(80), { version: '1' });
  expect(document.verdict).toBe('SUCCEEDED');
  expect(ofApi(it)).toEqual([
    'create shop-test-api',
    '  shop-test-api is CREATE_COMPLETE',
    'update shop-test-api',
    '  shop-test-api is UPDATE_COMPLETE',
  ]);
  // ECS guards the second one; a change of the number of tasks would be none.
  expect(deployments).toBe(2);
  expect(document.steps.map(({ name, result }) => [name, result?.kind])).toContainEqual([
    'deploy/workload/api',
    'created',
  ]);
  expect(readTimeline(document)).toContain(
    'api: the alarms of stack shop-test-api are there; brings its service out under them',
  );
  const guarded = document.nets.filter(({ net }) => net !== 'autoland');
  expect(guarded.map(({ net, alarms }) => [net, alarms.map(({ name }) => name)])).toEqual([
    ['ecs', [ALARM]],
    ['cloudformation', [ALARM]],
  ]);
});

test.each([
  ['alarms given for the first time', unguarded],
  ['a threshold that is changed', withThreshold(90)],
])('%s: the stack is changed twice', async (_name, before) => {
  const it = anInstallation();
  await it.deploy(before, { version: '1' });
  const already = ofApi(it).length;
  const document = await it.deploy(withThreshold(80), { version: '2' });
  expect(document.verdict).toBe('SUCCEEDED');
  expect(ofApi(it).slice(already)).toEqual([
    'update shop-test-api',
    '  shop-test-api is UPDATE_COMPLETE',
    'update shop-test-api',
    '  shop-test-api is UPDATE_COMPLETE',
  ]);
});

test('alarms that are there as they are to be take no change of their own, and no transition more', async () => {
  const it = anInstallation({ alarms: ['errors'] });
  await it.deploy(withThreshold(80), { version: '1' });
  const guarded = await it.deploy(withThreshold(80), { version: '2' });
  const other = anInstallation({ alarms: ['errors'] });
  const named = aWorkspace({ workloads: [{ name: 'api', alarms: ['errors'] }] });
  await other.deploy(named, { version: '1' });
  const plain = await other.deploy(named, { version: '2' });
  expect(it.transitions(guarded.id)).toBe(other.transitions(plain.id));
});

test('alarms made first take seven transitions more', async () => {
  const it = anInstallation();
  await it.deploy(unguarded, { version: '1' });
  const plain = await it.deploy(unguarded, { version: '2' });
  const first = await it.deploy(withThreshold(80), { version: '3' });
  expect(it.transitions(first.id) - it.transitions(plain.id)).toBe(7);
});

test('a stack that somebody has changed since the plan is brought out in one change', async () => {
  let change: Promise<unknown> | undefined;
  const it = anInstallation({
    onInvoked: ({ name, event }) => {
      if (name === 'render' && event.epoch === 2) change ??= changeSomething(it);
    },
  });
  await it.deploy(unguarded, { version: '1' });
  const document = await it.deploy(withThreshold(80), { version: '2' });
  await change;
  expect(document.verdict).toBe('SUCCEEDED');
  expect(ofApi(it).filter((line) => line === 'update shop-test-api')).toHaveLength(1);
});

/** Somebody adds a topic to the stack of api. */
async function changeSomething(it: ReturnType<typeof anInstallation>): Promise<unknown> {
  const StackName = 'shop-test-api';
  const { TemplateBody } = (await it.account.handle('CloudFormation', 'GetTemplate', {
    StackName,
  })) as { readonly TemplateBody: string };
  const template = JSON.parse(TemplateBody);
  const Resources = { ...template.Resources, Topic: { Type: 'AWS::SNS::Topic' } };
  return it.account.handle('CloudFormation', 'UpdateStack', {
    StackName,
    TemplateBody: JSON.stringify({ ...template, Resources }),
    Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
    Parameters: Object.keys(template.Parameters ?? {}).map((ParameterKey) => ({
      ParameterKey,
      UsePreviousValue: true,
    })),
  });
}

test('a deployment that fails with its alarms changes nothing', async () => {
  const it = anInstallation();
  await it.deploy(unguarded, { version: '1' });
  it.account.inject({ kind: 'stack-failure', name: 'api' });
  const document = await it.deploy(withThreshold(80), { version: '2' });
  expect(document.verdict).toBe('ROLLED_BACK');
  expect(ofApi(it).slice(-2)).toEqual([
    'update shop-test-api',
    '  shop-test-api is UPDATE_ROLLBACK_COMPLETE',
  ]);
});

test('a first deployment whose creation failed before begins with its alarms again', async () => {
  const it = anInstallation();
  const mishap = { kind: 'stack-failure', name: 'api' } as const;
  it.account.inject(mishap);
  const failed = await it.deploy(withThreshold(80), { version: '1' });
  expect(failed.verdict).toBe('FAILED_DIRTY');
  it.account.lift(mishap);
  const already = ofApi(it).length;
  const document = await it.deploy(withThreshold(80), { version: '2' });
  expect(document.verdict).toBe('SUCCEEDED');
  expect(ofApi(it).slice(already)).toEqual([
    'delete shop-test-api',
    '  shop-test-api is DELETE_COMPLETE',
    'create shop-test-api',
    '  shop-test-api is CREATE_COMPLETE',
    'update shop-test-api',
    '  shop-test-api is UPDATE_COMPLETE',
  ]);
});
