import * as fc from 'fast-check';
import { resolveRule } from '../../../../core/template/routing/rule.js';
import {
  priorityBlock,
  resolvePriorities,
} from '../../../../core/template/routing/rule-priorities.js';
import type { WorkloadSource } from '../../../../core/workspace/workspace.js';
import { aWebService, getManifest, parse } from '../../../support/manifests.js';
import { aRenderContext, someFacts, someWorkspace } from '../../../support/render-context.js';

const source = (name: string): WorkloadSource => ({ ...aWebService(), name });

function aRule(path: string) {
  const workload = getManifest(parse(aWebService()));
  if (workload.type !== 'Load Balanced Web Service') throw new Error('another type');
  return resolveRule({ path }, 0, { workload, isHttps: false, isPublic: true });
}

const RULES = { root: aRule('/'), admin: aRule('/admin') };

function prioritiesOf(
  name: string,
  rules: readonly (keyof typeof RULES)[],
  names: readonly string[] = [name],
  rulePriorities = {},
) {
  const context = aRenderContext({
    facts: someFacts({ rulePriorities }),
    workspace: { ...someWorkspace(), workloads: names.map(source) },
  });
  return resolvePriorities(
    name,
    rules.map((rule) => RULES[rule]),
    'http',
    context,
  );
}

describe('priorities of listener rules', () => {
  test('what matches everything comes last', () => {
    const [root = 0, admin = 0] = prioritiesOf('api', ['root', 'admin']);
    expect(root).toBeGreaterThan(25_000);
    expect(admin).toBeLessThanOrEqual(25_000);
  });

  test('several rules of one kind follow each other', () => {
    const [first = 0, second] = prioritiesOf('api', ['admin', 'admin']);
    expect(second).toBe(first + 1);
    const [root = 0, next] = prioritiesOf('api', ['root', 'root']);
    expect(next).toBe(root - 1);
  });

  test('they follow from the name, whatever else is in the workspace', () => {
    const alone = prioritiesOf('web', ['root', 'admin']);
    expect(prioritiesOf('web', ['root', 'admin'], ['web', 'api', 'admin', 'zoo'])).toEqual(alone);
  });

  test('of two workloads with one block the later takes the next one', () => {
    const names = Array.from({ length: 499 }, (_, index) => `w${index}`);
    const starts = names.map((name) => prioritiesOf(name, ['admin'], names)[0]);
    expect(new Set(starts).size).toBe(499);
  });

  test('those of the deployed rules are kept', () => {
    const facts = { api: { http: [7] } };
    const [, admin] = prioritiesOf('api', ['root', 'admin'], ['api'], facts);
    expect(prioritiesOf('api', ['root', 'admin'], ['api'], facts)).toEqual([7, admin]);
    expect(admin).toBe(prioritiesOf('api', ['admin'])[0]);
  });

  test('those of other deployed workloads are left free, also on the other listener', () => {
    const [own = 0] = prioritiesOf('api', ['admin']);
    const facts = { web: { http: [own], https: [own + 1] } };
    expect(prioritiesOf('api', ['admin'], ['api', 'web'], facts)).toEqual([own + 2]);
  });

  test('a workspace that names the workload differently still gets a number', () => {
    expect(prioritiesOf('api', ['admin'], [])).toEqual(prioritiesOf('api', ['admin'], ['api']));
  });

  test('rules of one workspace never collide', () => {
    const workspaces = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), {
      minLength: 1,
      maxLength: 40,
    });
    const rules = fc.array(fc.constantFrom('root' as const, 'admin' as const), { maxLength: 5 });
    return fc.assert(
      fc.property(workspaces, fc.infiniteStream(rules), (names, stream) => {
        const all = names.flatMap((name) => prioritiesOf(name, stream.next().value ?? [], names));
        expect(new Set(all).size).toBe(all.length);
        expect(all.every((priority) => priority >= 1 && priority <= 50_000)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    [1, 50],
    [500, 50],
    [1000, 25],
    [50_000, 1],
  ])('%i workloads have %i priorities each', (count, expected) => {
    expect(priorityBlock(count)).toBe(expected);
  });
});
