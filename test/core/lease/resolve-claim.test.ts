import { resolveClaim, resolveRestoreClaim } from '../../../core/lease/resolve-claim.js';
import type { StackKind } from '../../../core/release/release.js';

const stack = (kind: StackKind, name: string, after: readonly string[] = []) => ({
  kind,
  name,
  after,
});

const environment = stack('environment', 'test');

test.each([
  ['everything', [environment, stack('workload', 'api')], undefined, { scope: 'all' }],
  ['a workload', [environment, stack('workload', 'api')], ['api'], { scope: ['api'] }],
  [
    'workloads that build on each other and on another',
    [environment, stack('workload', 'web', ['api', 'db']), stack('workload', 'api', ['db'])],
    ['web', 'api'],
    { scope: ['api', 'web'], uses: ['db'] },
  ],
  [
    'a workload and an addon',
    [environment, stack('environment-addon', 'events'), stack('workload', 'api')],
    ['events', 'api'],
    { scope: 'all' },
  ],
] as const)('a request for %s claims no more than it needs', (_what, stacks, names, claim) => {
  expect(resolveClaim(stacks, names)).toEqual(claim);
});

test('very many names are said as all', () => {
  const names = Array.from({ length: 51 }, (_, index) => `w${index}`);
  const stacks = names.map((name) => stack('workload', name));
  expect(resolveClaim(stacks, names)).toEqual({ scope: 'all' });
  expect(resolveClaim(stacks.slice(1), names.slice(1)).scope).toHaveLength(50);
});

test.each([
  ['workloads', [stack('workload', 'web'), stack('workload', 'api')], ['api', 'web']],
  ['the environment too', [stack('workload', 'web'), environment], 'all'],
  ['nothing', [], 'all'],
] as const)('a way back of %s', (_what, stacks, scope) => {
  expect(resolveRestoreClaim(stacks.map((one) => ({ stack: one })))).toEqual({ scope });
});
