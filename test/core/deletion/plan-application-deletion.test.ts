import {
  type ApplicationDeletionInput,
  planApplicationDeletion,
} from '../../../core/deletion/plan-application-deletion.js';
import { aLiveEnvironment, aLiveStack } from '../../support/live-stacks.js';

const anEnvironment = (name: string, isProtected = false) => ({
  name,
  isProtected,
});

const plan = (input: Partial<ApplicationDeletionInput> = {}) =>
  planApplicationDeletion({
    application: 'shop',
    unreachable: [],
    environments: [anEnvironment('prod'), anEnvironment('test')],
    stacks: [],
    own: [],
    exports: [],
    confirm: [],
    pipelines: [],
    ...input,
  });

const codesOf = (input: Partial<ApplicationDeletionInput>) => {
  const made = plan(input);
  return made.kind === 'refused' ? made.obstacles.map(({ code, name }) => `${code} ${name}`) : [];
};

const test1 = aLiveEnvironment('test');
const prod = aLiveEnvironment('prod');
const own = (name: string, hasRole: boolean) => ({
  name,
  stackName: `shop-${name}`,
  isTerminationProtected: false,
  hasRole,
});

test('environments that know nothing of each other go at once', () => {
  expect(plan({ stacks: [test1, prod] })).toMatchObject({
    kind: 'planned',
    environments: ['prod', 'test'],
    isIndependent: true,
  });
});

test('an environment from which another imports goes after it', () => {
  const exports = [{ exportName: 'x', exportedBy: 'shop-prod', importedBy: ['shop-test'] }];
  expect(plan({ stacks: [test1, prod], exports })).toMatchObject({
    environments: ['test', 'prod'],
    isIndependent: false,
  });
});

test('environments that import from each other do not go', () => {
  const exports = [
    { exportName: 'x', exportedBy: 'shop-prod', importedBy: ['shop-test-a'] },
    { exportName: 'y', exportedBy: 'shop-test', importedBy: ['shop-prod'] },
  ];
  const stacks = [test1, prod, aLiveStack('a')];
  expect(codesOf({ stacks, exports })).toEqual(['circle prod']);
});

test('somebody outside of the application is in the way', () => {
  const exports = [{ exportName: 'x', exportedBy: 'shop-prod', importedBy: ['billing'] }];
  expect(codesOf({ stacks: [test1, prod], exports })).toEqual(['imported shop-prod']);
});

test('every protected environment is to be named', () => {
  const environments = [anEnvironment('prod', true), anEnvironment('test', true)];
  expect(codesOf({ environments, confirm: ['test'] })).toEqual(['confirmation prod']);
  expect(codesOf({ environments, confirm: ['test', 'prod'] })).toEqual([]);
});

test('a pipeline would make it again, an environment elsewhere does not let the installation in', () => {
  const unreachable = [{ name: 'eu', reason: 'access denied', hint: 'make the role' }];
  const environments = [anEnvironment('eu')];
  expect(codesOf({ environments, unreachable, pipelines: ['pipeline-shop-main'] })).toEqual([
    'elsewhere eu',
    'pipeline shop',
  ]);
});

test('its own stacks go last, roles after what needs them; without a service role they stay', () => {
  const made = plan({ own: [own('infrastructure', true), own('infrastructure-roles', true)] });
  expect(made).toMatchObject({
    goes: [
      { stackName: 'shop-infrastructure', predecessors: [] },
      { stackName: 'shop-infrastructure-roles', predecessors: ['shop-infrastructure'] },
    ],
    stays: [],
  });
  expect(plan({ own: [own('infrastructure-roles', false)] })).toMatchObject({
    goes: [],
    stays: [{ what: 'stack', name: 'shop-infrastructure-roles' }],
  });
});
