import { anInstallation } from '../support/installation.js';
import { listAsked } from '../support/stack-changes.js';
import { aWorkspace } from '../support/workspaces.js';

const shop = aWorkspace({ workloads: ['api'] });
const STACK = 'shop-test-api';
const QUICK = { bakeMinutes: 0 };

test('another text of the same template is no change, and success', async () => {
  const it = anInstallation();
  await it.deploy(shop, { version: '1', options: QUICK });
  const { TemplateBody } = (await it.account.handle('CloudFormation', 'GetTemplate', {
    StackName: STACK,
  })) as { readonly TemplateBody: string };
  const { parameters, tags } = it.account.snapshot().stacks[STACK] ?? {};
  const other = anInstallation();
  await other.deploy(shop, { version: '0', options: QUICK });
  const template = JSON.stringify(JSON.parse(TemplateBody), null, 2);
  await other.account.handle('CloudFormation', 'UpdateStack', {
    StackName: STACK,
    TemplateBody: template,
    Parameters: Object.entries(parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Tags: Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
  });
  await other.runUntilStack(STACK, 'UPDATE_COMPLETE');
  const already = other.changes().length;
  const document = await other.deploy(shop, { version: '1', options: QUICK });
  expect(document.verdict).toBe('SUCCEEDED');
  expect(document.steps.find(({ name }) => name === 'deploy/workload/api')?.result).toEqual({
    kind: 'unchanged',
  });
  expect(listAsked(other.changes().slice(already))).toEqual([]);
});

test('a template with letters beyond ASCII is known again, and the service gets them as they are', async () => {
  const it = anInstallation();
  const greeting = aWorkspace({
    workloads: [{ name: 'api', changes: false, lines: ['variables:', '  GREETING: Grüße ☕'] }],
  });
  expect(await it.deploy(greeting, { options: QUICK })).toMatchObject({ verdict: 'SUCCEEDED' });
  const { resources } = it.account.snapshot().stacks[STACK] ?? {};
  expect(JSON.stringify(resources)).toContain('Grüße ☕');
  const already = it.changes().length;
  const again = await it.deploy(greeting, { sourceCommit: 'b'.repeat(40), options: QUICK });
  expect(again.verdict).toBe('SUCCEEDED');
  expect(listAsked(it.changes().slice(already))).toEqual([]);
});
