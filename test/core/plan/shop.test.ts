import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { diffTemplates } from '../../../core/plan/diff-templates.js';
import { describeReason } from '../../../core/plan/find-dependencies.js';
import { planDeleteOrder } from '../../../core/plan/plan-delete-order.js';
import { planDeployOrder } from '../../../core/plan/plan-deploy-order.js';
import type { RenderedStack } from '../../../core/release/release.js';
import { renderRelease } from '../../../core/render/render-release.js';
import { readWorkspace } from '../../../core/workspace/read-workspace.js';

/** examples/shop as it is rendered: the whole way from manifests to the plan. */
function renderShop(tag: string): readonly RenderedStack[] {
  const root = path.join(import.meta.dirname, '../../../examples/shop');
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const { workspace } = readWorkspace(
    new Map(files.map((file) => [path.relative(root, file), readFileSync(file)])),
  );
  const image = { repository: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop', tag };
  const rendered = renderRelease({
    workspace,
    environment: 'test',
    facts: {
      application: { name: 'shop', accountId: '111111111111' },
      environment: {
        name: 'test',
        accountId: '111111111111',
        region: 'eu-west-1',
        artifactBucket: 'artifacts',
      },
      workloadImages: Object.fromEntries(
        workspace.workloads.map(({ name }) => [name, { [name]: image, nginx: image }]),
      ),
    },
  });
  if (!rendered.ok) throw new Error(rendered.issues.map((issue) => issue.message).join('\n'));
  return rendered.stacks;
}

test('the shop is deployed in the order that its topics, exports and layers ask for', () => {
  const order = planDeployOrder(renderShop('v1'));
  if (!order.ok) throw new Error(order.issues.map((issue) => issue.message).join('\n'));
  const lines = order.stacks.map(
    ({ rank, stack, predecessors }) => `${rank} ${stack.name} < ${predecessors.join(', ')}`,
  );
  expect(lines).toEqual([
    '0 test < ',
    '1 eventbus < ',
    '2 api < eventbus',
    '2 frontend < eventbus',
    '2 report < eventbus',
    '3 orders < frontend',
  ]);
  const reasonsOf = (name: string) =>
    order.stacks
      .find(({ stack }) => stack.name === name)
      ?.dependencies.filter(({ needs, reason }) => needs !== 'shop-test' && reason.kind !== 'layer')
      .map(({ needs, reason }) => `${needs}: ${describeReason(reason)}`);
  // The api imports in a nested stack only: in its addons.
  expect(reasonsOf('api')).toEqual(['shop-test-eventbus: imports eventbus-test-shop-EventBusName']);
  expect(reasonsOf('orders')).toEqual([
    'shop-test-eventbus: imports eventbus-test-shop-EventBusName',
    'shop-test-eventbus: imports eventbus-test-shop-EventBusArn',
    'shop-test-frontend: depends_on or subscribe',
    'shop-test-frontend: subscribes to shop-test-frontend-order-placed',
  ]);
});

test('the shop is deleted the other way round, and its event bus not while the orders import it', () => {
  const stacks = renderShop('v1');
  const remove = stacks.map(({ stackName }) => stackName);
  const all = planDeleteOrder({ stacks, remove, exports: [] });
  expect(all.kind === 'ordered' && all.stacks.map(({ rank, name }) => `${rank} ${name}`)).toEqual([
    '0 api',
    '0 orders',
    '0 report',
    '1 frontend',
    '2 eventbus',
    '3 test',
  ]);
  const bus = planDeleteOrder({ stacks, remove: ['shop-test-eventbus'], exports: [] });
  expect(bus.kind === 'refused' && bus.blockers.map(({ message }) => message)).toEqual([
    'shop-test-eventbus exports eventbus-test-shop-EventBusArn, which is imported by shop-test-orders',
    'shop-test-eventbus exports eventbus-test-shop-EventBusName, which is imported by shop-test-api, shop-test-orders',
  ]);
});

test('a new image of the api makes a new task definition and updates the service, nothing else', () => {
  const find = (tag: string) => {
    const stack = renderShop(tag).find(({ name }) => name === 'api');
    if (!stack) throw new Error('no api');
    return stack;
  };
  const diff = diffTemplates(find('v1'), find('v2'));
  const lines = diff.changes.map(
    ({ logicalId, action, certainty, properties }) =>
      `${logicalId}: ${action}, ${certainty} (${properties.join(', ')})`,
  );
  expect(lines).toEqual([
    'Service: update, certain (TaskDefinition)',
    'TaskDefinition: replace, certain (ContainerDefinitions)',
  ]);
  expect(diffTemplates(find('v1'), find('v1')).action).toBe('none');
});
