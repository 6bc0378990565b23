import fc from 'fast-check';
import type { DeleteOrder, DeleteRequest } from '../../../core/plan/delete-order.js';
import { planDeleteOrder } from '../../../core/plan/plan-delete-order.js';
import { planDeployOrder } from '../../../core/plan/plan-deploy-order.js';
import type { PlannableStack } from '../../../core/plan/plannable-stack.js';
import { anAddon, anEnvironment, aWorkload } from '../../support/planned-stacks.js';

const plan = (
  stacks: readonly PlannableStack[],
  remove: readonly string[] = stacks.map((stack) => stack.stackName),
  exports: DeleteRequest['exports'] = [],
): DeleteOrder => planDeleteOrder({ stacks, remove, exports });

const lines = (order: DeleteOrder): readonly string[] =>
  order.kind === 'ordered'
    ? order.stacks.map(
        ({ rank, stackName, predecessors }) => `${rank} ${stackName} < ${predecessors.join(', ')}`,
      )
    : order.blockers.map((blocker) => blocker.message);

const eventbus = anAddon('eventbus', { exports: ['bus'] });
const api = aWorkload('api', { imports: ['bus'], exports: ['url'] });
const web = aWorkload('web', { imports: ['url'] });
const environment = anEnvironment();

test('workloads, then addons, then the environment; importers before exporters', () => {
  expect(lines(plan([environment, eventbus, api, web]))).toEqual([
    '0 shop-test-web < ',
    '1 shop-test-api < shop-test-web',
    '2 shop-test-eventbus < shop-test-api, shop-test-web',
    '3 shop-test < shop-test-api, shop-test-eventbus, shop-test-web',
  ]);
});

test('what something that stays imports does not go, and is refused with the names', () => {
  const order = plan([environment, eventbus, api, web], ['shop-test-eventbus']);
  expect(order).toEqual({
    kind: 'refused',
    blockers: [
      {
        stackName: 'shop-test-eventbus',
        reason: { kind: 'imported', exportName: 'bus' },
        by: ['shop-test-api'],
        message: 'shop-test-eventbus exports bus, which is imported by shop-test-api',
      },
    ],
  });
});

test('an environment with something in it does not go', () => {
  expect(
    lines(plan([environment, eventbus, api], ['shop-test', 'shop-test-eventbus', 'shop-test-web'])),
  ).toEqual([
    'shop-test still contains shop-test-api',
    'shop-test-eventbus exports bus, which is imported by shop-test-api',
  ]);
});

test('an addon that nobody imports from goes while workloads stay', () => {
  const lonely = anAddon('lonely');
  expect(lines(plan([environment, lonely, api], ['shop-test-lonely']))).toEqual([
    '0 shop-test-lonely < ',
  ]);
});

test('what CloudFormation tells about imports counts as much as the templates', () => {
  const use = {
    exportName: 'bus',
    exportedBy: 'shop-test-eventbus',
    importedBy: ['elsewhere', 'another'],
  };
  expect(lines(plan([eventbus], ['shop-test-eventbus'], [use]))).toEqual([
    'shop-test-eventbus exports bus, which is imported by another, elsewhere',
  ]);
  const bare = { kind: 'workload', name: 'x', stackName: 'x' } as const;
  const order = planDeleteOrder({
    stacks: [bare, { ...bare, name: 'y', stackName: 'y' }],
    remove: ['x', 'y'],
    exports: [{ exportName: 'e', exportedBy: 'x', importedBy: ['y'] }],
  });
  expect(lines(order)).toEqual(['0 y < ', '1 x < y']);
});

const publisher = aWorkload('publisher', {
  resources: { T: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } } },
});
const subscribed = (name: string, topic: string): PlannableStack =>
  aWorkload(name, {
    resources: {
      T: { Type: 'AWS::SNS::Topic', Properties: { TopicName: `from-${name}` } },
      S: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: `arn:aws:sns:eu-west-1:1:${topic}` },
      },
    },
  });

test('a topic with a subscriber that stays is refused', () => {
  expect(lines(plan([publisher, subscribed('reader', 'news')], ['shop-test-publisher']))).toEqual([
    'shop-test-publisher has the topic news, to which shop-test-reader subscribes',
  ]);
});

test('two that subscribe to each other can still be deleted', () => {
  const order = plan([subscribed('a', 'from-b'), subscribed('b', 'from-a')]);
  expect(lines(order)).toEqual(['0 shop-test-a < ', '0 shop-test-b < ']);
});

test('an addon that imports from a workload goes before it', () => {
  const order = plan([aWorkload('api', { exports: ['x'] }), anAddon('late', { imports: ['x'] })]);
  expect(lines(order)).toEqual(['0 shop-test-late < ', '1 shop-test-api < shop-test-late']);
});

test('imports in a circle, which CloudFormation does not allow, are refused and not looped over', () => {
  const uses = [
    { exportName: 'e', exportedBy: 'shop-test-api', importedBy: ['shop-test-web'] },
    { exportName: 'f', exportedBy: 'shop-test-web', importedBy: ['shop-test-api'] },
  ];
  expect(
    plan([aWorkload('api'), aWorkload('web')], ['shop-test-api', 'shop-test-web'], uses).kind,
  ).toBe('refused');
});

test('nothing to delete is an empty order', () => {
  expect(plan([], [])).toEqual({ kind: 'ordered', stacks: [] });
});

/** Workloads that import from earlier ones, in random order. */
const graphs = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 25 })
  .chain((rows) => {
    const stacks = rows.map((row, n) =>
      aWorkload(`w${n}`, {
        exports: [`e${n}`],
        imports: n === 0 ? [] : row.map((need) => `e${need % n}`),
      }),
    );
    return fc.shuffledSubarray([environment, eventbus, ...stacks], {
      minLength: stacks.length + 2,
    });
  });

test('deleting everything is deploying it backwards', () => {
  fc.assert(
    fc.property(graphs, (stacks) => {
      const deploy = planDeployOrder(stacks);
      const order = plan(stacks);
      if (!deploy.ok || order.kind !== 'ordered') throw new Error('no order');
      const names = order.stacks.map(({ stackName }) => stackName);
      expect([...names].sort()).toEqual(stacks.map(({ stackName }) => stackName).sort());
      const place = new Map(names.map((name, index) => [name, index]));
      for (const { stack, dependencies } of deploy.stacks) {
        for (const { needs } of dependencies) {
          expect(place.get(stack.stackName)).toBeLessThan(place.get(needs) ?? 0);
        }
      }
    }),
  );
});

test('whatever is asked for, nothing goes while something that stays imports from it', () => {
  fc.assert(
    fc.property(graphs, fc.infiniteStream(fc.boolean()), (stacks, coins) => {
      const remove = stacks.filter(() => coins.next().value).map(({ stackName }) => stackName);
      const order = plan(stacks, remove);
      const stays = stacks.filter(({ stackName }) => !remove.includes(stackName));
      const imported = stays.flatMap((stack) =>
        Object.values(stack.template.Resources).map((resource) => resource.Properties?.Value),
      );
      const needed = remove.some((name) => {
        const stack = stacks.find(({ stackName }) => stackName === name);
        const isOccupied = stack?.kind === 'environment' && stays.length > 0;
        const exported = Object.values(stack?.template.Outputs ?? {}).map(
          (output) => output.Export?.Name,
        );
        return (
          isOccupied ||
          exported.some((name) =>
            imported.some(
              (value) => JSON.stringify(value) === JSON.stringify({ 'Fn::ImportValue': name }),
            ),
          )
        );
      });
      expect(order.kind).toBe(needed ? 'refused' : 'ordered');
    }),
  );
});
