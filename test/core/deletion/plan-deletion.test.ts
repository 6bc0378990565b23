import type { DeletionPlan } from '../../../core/deletion/deletion-plan.js';
import { type DeletionInput, planDeletion } from '../../../core/deletion/plan-deletion.js';
import { aDeletion, aLiveEnvironment, aLiveStack } from '../../support/live-stacks.js';

/** What goes, in order; or each obstacle with those in the way. */
function readPlan(plan: DeletionPlan): readonly string[] {
  return plan.kind === 'planned'
    ? plan.goes.map(({ stackName, predecessors }) =>
        `${stackName} < ${predecessors.join(', ')}`.trimEnd(),
      )
    : plan.obstacles.map(({ code, name, by }) => `${code} ${name}: ${by.join(', ')}`.trimEnd());
}

const plan = (input: Partial<DeletionInput>) => readPlan(planDeletion(aDeletion(input)));

const environment = aLiveEnvironment('test', { exports: ['shop-test-VpcId'] });
const bus = aLiveStack('bus', { kind: 'environment-addon', exports: ['bus'] });
const api = aLiveStack('api', { imports: ['bus', 'shop-test-VpcId'], topics: ['orders'] });
const web = aLiveStack('web', { imports: ['shop-test-VpcId'], subscriptions: ['orders'] });
const job = aLiveStack('job');
const all = [environment, bus, api, web, job];

type Row = readonly [title: string, input: Partial<DeletionInput>, expected: readonly string[]];

const workload = (name: string) => ({ target: { kind: 'workload', name } }) as const;
const addon = (name: string) => ({ target: { kind: 'environment-addon', name } }) as const;

const ROWS: readonly Row[] = [
  ['a workload that nobody needs', { stacks: all, ...workload('job') }, ['shop-test-job <']],
  [
    'a topic with a subscriber that stays',
    { stacks: all, ...workload('api') },
    ['subscribed shop-test-api: shop-test-web'],
  ],
  [
    'an addon that a workload imports from',
    { stacks: all, ...addon('bus') },
    ['imported shop-test-bus: shop-test-api'],
  ],
  [
    'an addon that nobody imports from, while workloads stay',
    { stacks: [environment, bus, web], ...addon('bus') },
    ['shop-test-bus <'],
  ],
  [
    'an environment with workloads in it: that they are there says it all',
    { stacks: all },
    ['occupied shop-test: shop-test-api, shop-test-job, shop-test-web'],
  ],
  [
    'an environment with everything in it',
    { stacks: all, cascade: true },
    [
      'shop-test-job <',
      'shop-test-web <',
      'shop-test-api < shop-test-web',
      'shop-test-bus < shop-test-api, shop-test-job, shop-test-web',
      'shop-test < shop-test-api, shop-test-bus, shop-test-job, shop-test-web',
    ],
  ],
  [
    'an empty environment goes with its addons',
    { stacks: [environment, bus] },
    ['shop-test-bus <', 'shop-test < shop-test-bus'],
  ],
  [
    'somebody outside of the environment imports from it',
    {
      stacks: all,
      cascade: true,
      exports: [{ exportName: 'bus', exportedBy: 'shop-test-bus', importedBy: ['billing'] }],
    },
    ['imported shop-test-bus: billing'],
  ],
  [
    'depends_on is known by releases only',
    {
      stacks: [environment, aLiveStack('db'), aLiveStack('app')],
      ...workload('db'),
      released: [{ kind: 'workload', name: 'app', predecessors: ['bus', 'db'] }],
    },
    ['depended-on shop-test-db: shop-test-app'],
  ],
  [
    'a released dependent that is gone is in nobody’s way',
    {
      stacks: [environment, aLiveStack('db')],
      ...workload('db'),
      released: [{ kind: 'workload', name: 'app', predecessors: ['db'] }],
    },
    ['shop-test-db <'],
  ],
  [
    'depends_on orders the deletion of both',
    {
      stacks: [environment, aLiveStack('app'), aLiveStack('db')],
      cascade: true,
      released: [{ kind: 'workload', name: 'app', predecessors: ['db'] }],
    },
    ['shop-test-app <', 'shop-test-db < shop-test-app', 'shop-test < shop-test-app, shop-test-db'],
  ],
  [
    'what is nested in a stack imports for it',
    {
      stacks: [
        environment,
        bus,
        aLiveStack('app', {
          nested: [{ ...aLiveStack('inner', { imports: ['bus'] }), stackName: 'shop-test-app-X' }],
        }),
      ],
      ...addon('bus'),
    },
    ['imported shop-test-bus: shop-test-app'],
  ],
  [
    'termination protection is for people to take off',
    { stacks: [aLiveStack('api', { isTerminationProtected: true })], ...workload('api') },
    ['termination-protection shop-test-api:'],
  ],
  [
    'the role that CloudFormation acts with must outlive its environment',
    {
      stacks: [
        aLiveEnvironment('test', {
          resources: {
            CloudformationExecutionRole: {
              Type: 'AWS::IAM::Role',
              Properties: { RoleName: 'shop-test-CFNExecutionRole' },
            },
          },
        }),
      ],
    },
    ['role shop-test:'],
  ],
  ['what is gone already is no step', { stacks: [environment], ...workload('api') }, []],
];

test.each(ROWS)('%s', (_title, input, expected) => {
  expect(plan(input)).toEqual(expected);
});

describe('a protected environment', () => {
  const prod = {
    name: 'test',
    isProtected: true,
  };

  test.each([[[]], [['prod']]])('does not go with confirm %j', (confirm) => {
    expect(plan({ environment: prod, stacks: [environment], confirm })).toEqual([
      'confirmation test:',
    ]);
  });

  test('goes when its name is said again', () => {
    expect(plan({ environment: prod, stacks: [environment], confirm: ['test'] })).toEqual([
      'shop-test <',
    ]);
  });

  test('keeps its workloads too', () => {
    expect(plan({ environment: prod, stacks: all, ...workload('job') })).toEqual([
      'confirmation test:',
    ]);
  });
});

test('every obstacle says what to do', () => {
  for (const [, input] of ROWS) {
    const made = planDeletion(aDeletion(input));
    for (const { hint, message } of made.kind === 'refused' ? made.obstacles : []) {
      expect(hint).not.toBe('');
      expect(message).not.toMatch(/^[A-Z]|\.$/);
    }
  }
});
