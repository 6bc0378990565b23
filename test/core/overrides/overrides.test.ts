import fc from 'fast-check';
import type { Finding } from '../../../core/manifest/text/finding.js';
import { IssueWriter } from '../../../core/manifest/text/issue-writer.js';
import { refuseCdkOverrides } from '../../../core/overrides/cdk-overrides.js';
import { overrideDocument } from '../../../core/overrides/override-document.js';
import { applyPatches, patchDocument } from '../../../core/overrides/patches.js';
import {
  applyTaskDefinitionOverrides,
  findFixedPath,
} from '../../../core/overrides/task-definition-overrides.js';
import type { CfnValue, Template } from '../../../core/template/cloudformation.js';
import { aBackendService } from '../../support/manifests.js';

const TEMPLATE: Template = {
  Description: 'A service.',
  Resources: {
    TaskDefinition: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: 'demo',
        ContainerDefinitions: [
          { Name: 'api', PortMappings: [{ ContainerPort: 80 }], Options: null },
        ],
      },
    },
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: { Subnets: { 'Fn::If': ['IsPublic', ['a'], { Ref: 'Private' }] } },
    },
  },
};
const MANIFEST = aBackendService('taskdef_overrides:\n  - path: A\n  - path: B\n');
const write = (findings: readonly Finding[]) =>
  new IssueWriter(MANIFEST, 'test').writeMerged(findings);
const override = (path: string, value: CfnValue) =>
  applyTaskDefinitionOverrides(TEMPLATE, [{ path, value }], write);
const patch = (text: string) =>
  applyPatches(TEMPLATE, text, 'copilot/api/overrides/cfn.patches.yml');
const FROZEN = JSON.stringify(TEMPLATE);

afterEach(() => {
  // Both work on copies: the input is shared between renders.
  expect(JSON.stringify(TEMPLATE)).toBe(FROZEN);
});

describe('taskdef_overrides', () => {
  test('rules are applied in order below the properties of the task definition', () => {
    const result = applyTaskDefinitionOverrides(
      TEMPLATE,
      [
        { path: 'ContainerDefinitions[0].Ulimits[-].Name', value: 'nofile' },
        { path: 'ContainerDefinitions[0].Ulimits[0].HardLimit', value: { Ref: 'Limit' } },
        { path: 'ContainerDefinitions[0].Options.a-b', value: 'c' },
        { path: 'RequiresCompatibilities[-]', value: 'EC2' },
      ],
      write,
    );
    expect(result).toMatchObject({
      ok: true,
      template: {
        Resources: {
          TaskDefinition: {
            Properties: {
              ContainerDefinitions: [
                {
                  Name: 'api',
                  Options: { 'a-b': 'c' },
                  Ulimits: [{ Name: 'nofile', HardLimit: { Ref: 'Limit' } }],
                },
              ],
              RequiresCompatibilities: ['EC2'],
            },
          },
        },
      },
    });
  });

  test.each([
    ['Family', '"Family" cannot be overridden with a custom value'],
    [
      'ContainerDefinitions[0].Name',
      '"ContainerDefinitions[0].Name" cannot be overridden with a custom value',
    ],
    ['', 'rule path is empty'],
    ['A[x]', 'invalid override path segment "A[x]"'],
    ['A..B', 'invalid override path segment ""'],
    [
      'ContainerDefinitions[0].PortMappings[3].Protocol',
      'cannot specify PortMappings[3] because the current length is 1. Use [-] to append to the sequence instead',
    ],
    [
      'Volumes[0].Name',
      'cannot specify Volumes[0] because Volumes does not exist. Use Volumes[-] to append to the sequence instead',
    ],
    ['Family.Name', 'cannot specify Name because it would stand below a value that is not a map'],
    ['Family[0]', 'cannot specify Family[0] because Family is not a sequence'],
  ])('the path %j is refused', (path, message) => {
    const result = override(path, 'x');
    expect(result).toMatchObject({
      ok: false,
      issues: [
        { severity: 'error', file: 'copilot/api/manifest.yml', field: 'taskdef_overrides[0].path' },
      ],
    });
    expect(result.ok || result.issues[0]?.message).toContain(message);
  });

  test('every rule that fails is told', () => {
    const rules = ['Family', 'X[0].Y'].map((path) => ({ path, value: 1 }));
    expect(applyTaskDefinitionOverrides(TEMPLATE, rules, write)).toMatchObject({
      issues: [
        { field: 'taskdef_overrides[0].path', line: 6, column: 11 },
        { field: 'taskdef_overrides[1].path', line: 7, column: 11 },
      ],
    });
  });

  test('a workload without a task definition cannot be overridden', () => {
    expect(
      applyTaskDefinitionOverrides({ Resources: {} }, [{ path: 'Cpu', value: 1 }], write),
    ).toMatchObject({
      issues: [{ message: 'the workload has no task definition to override' }],
    });
  });

  test('only the family and the names of containers are fixed', () => {
    expect(
      ['Family', 'Cpu', 'ContainerDefinitions[-].Name', 'ContainerDefinitions[1].Name'].map(
        findFixedPath,
      ),
    ).toEqual([expect.any(String), undefined, undefined, expect.any(String)]);
  });

  test('what is set is found again at its place', () => {
    const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,5}$/);
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), fc.integer(), (keys, value) => {
        let found: unknown = overrideDocument({ A: { B: {} } }, keys.join('.'), value);
        for (const name of keys) found = (found as { readonly [key: string]: unknown })[name];
        expect(found).toBe(value);
      }),
    );
  });
});

describe('YAML patches', () => {
  test('a patched template says so in its description', () => {
    expect(patch('- {op: replace, path: /Resources/Service/Type, value: X}')).toMatchObject({
      ok: true,
      template: {
        Description: 'A service using AWS Copilot with YAML patches.',
        Resources: { Service: { Type: 'X' } },
      },
    });
  });

  test('short tags in a value are functions', () => {
    expect(
      patch('- op: add\n  path: /Resources/Service/Properties/Role\n  value: !GetAtt Role.Arn'),
    ).toMatchObject({
      template: {
        Resources: { Service: { Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } } },
      },
    });
  });

  test.each([
    [
      '{op: add, path: /Resources/Service/Properties/Subnets/1/-, value: b}',
      ['IsPublic', ['a', 'b'], { Ref: 'Private' }],
    ],
    [
      '{op: replace, path: /Resources/Service/Properties/Subnets/Fn::If/0, value: Other}',
      ['Other', ['a'], { Ref: 'Private' }],
    ],
    [
      '{op: remove, path: /Resources/Service/Properties/Subnets/1/0}',
      ['IsPublic', [], { Ref: 'Private' }],
    ],
    [
      '{op: add, path: /Resources/Service/Properties/Subnets/-, value: c}',
      ['IsPublic', ['a'], { Ref: 'Private' }, 'c'],
    ],
    ['{op: remove, path: /Resources/Service/Properties/Subnets/2}', ['IsPublic', ['a']]],
  ])('%s goes into the argument of a function, named or not', (text, subnets) => {
    expect(patch(`- ${text}`)).toMatchObject({
      template: { Resources: { Service: { Properties: { Subnets: { 'Fn::If': subnets } } } } },
    });
  });

  test('a Ref is a scalar for a path', () => {
    const [issue] = issuesOf(
      '- {op: add, path: /Resources/Service/Properties/Subnets/2/x, value: 1}',
    );
    expect(issue?.message).toBe(
      'unable to apply the "add" patch at index 0: key "/Resources/Service/Properties/Subnets/2": invalid node type scalar',
    );
  });

  test.each([
    ['{op: remove, path: /a/7}', 'index 7 out of bounds for sequence of length 2'],
    ['{op: replace, path: /a/-1, value: 0}', 'index -1 out of bounds for sequence of length 2'],
    ['{op: remove, path: /b/c/d}', 'key "/b": "c" not found in map'],
    ['{op: remove, path: /a/x}', 'key "/a": expected index in sequence, got "x"'],
  ])('%s names the way and the wrong step', (text, message) => {
    const result = patchDocument({ a: [1, 2], b: {} }, `- ${text}`, 'p.yml');
    expect(result.ok || result.issues[0]?.message).toContain(message);
  });

  test('an issue has the place of the path in the file', () => {
    const text = '- op: remove\n  path: /Description\n- op: remove\n  path: /Nothing\n';
    expect(issuesOf(text)).toMatchObject([
      { file: 'copilot/api/overrides/cfn.patches.yml', line: 4, column: 9, field: '[1].path' },
    ]);
  });

  test('all mistakes of form are told at once', () => {
    expect(
      issuesOf('- {op: move, path: /a}\n- {op: add, path: /b}\n- {op: remove}\n- text').map(
        (i) => i.message,
      ),
    ).toEqual([
      'unsupported operation "move": supported operations are "add", "remove", and "replace".',
      'unable to apply the "add" patch at index 1: value required',
      'unable to apply the "remove" patch at index 2: path required',
      'file at "copilot/api/overrides/cfn.patches.yml" does not conform to the YAML patch document schema: patch 3 is not a map',
    ]);
  });

  test.each([
    '- {op: remove, path: ""}',
    '- {op: remove, path: /Resources}',
    '- {op: replace, path: "", value: []}',
  ])('%s leaves no template and is refused', (text) => {
    expect(issuesOf(text)).toMatchObject([
      { message: 'the patches leave no template with a map of Resources' },
    ]);
  });

  test.each([
    ['/Resources/Topic, value: ~', 'Resources.Topic', 'is no resource: a map with a Type'],
    [
      '/Resources/Topic, value: {Properties: {}}',
      'Resources.Topic',
      'is no resource: a map with a Type',
    ],
    ['/Resources/Service, value: x', 'Resources.Service', 'is no resource: a map with a Type'],
    ['/Resources/Service/Properties, value: [a]', 'Resources.Service.Properties', 'is no map'],
    ['/Outputs, value: x', 'Outputs', 'is no map'],
    ['/Conditions, value: ~', 'Conditions', 'is no map'],
    ['/Parameters, value: {A: ~}', 'Parameters.A', 'is no map'],
  ])('a patch of %s leaves no template', (patched, field, message) => {
    expect(issuesOf(`- {op: add, path: ${patched}}`)).toMatchObject([{ field, message }]);
  });

  test('macros may stand where resources do', () => {
    expect(issuesOf("- {op: add, path: '/Resources/Fn::Transform', value: {Name: x}}")).toEqual([]);
  });

  test('adding to a map and removing again changes nothing', () => {
    const key = fc.string({ minLength: 1 }).filter((text) => !/^\s|\s$|[\p{C}]/u.test(text));
    fc.assert(
      fc.property(key, fc.jsonValue({ maxDepth: 2 }), (name, value) => {
        const document = { kept: { a: 1 } };
        const pointer = `/kept/x${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const text = JSON.stringify([
          { op: 'add', path: pointer, value },
          { op: 'remove', path: pointer },
        ]);
        expect(patchDocument(document, text, 'p.yml')).toEqual({ ok: true, document, issues: [] });
      }),
    );
  });

  test.each([
    '{op: replace, path: /Resources/EnvControllerFunction/Properties/Runtime, value: nodejs24.x}',
    '{op: replace, path: /Resources/DynamicDesiredCountFunction/Properties/Runtime, value: nodejs24.x}',
    '{op: add, path: /Resources/RulePriorityFunction/Properties/Timeout, value: 60}',
    '{op: remove, path: /Resources/HTTPSRulePriorityAction}',
  ])('%s is about a resource that is gone: a warning', (text) => {
    const result = patch(`- ${text}\n- {op: replace, path: /Resources/Service/Type, value: X}`);
    expect(result).toMatchObject({
      ok: true,
      template: { Resources: { Service: { Type: 'X' } } },
      issues: [{ severity: 'warning', line: 1, field: '[0].path' }],
    });
  });

  test('a resource of such a name can be added and patched', () => {
    const text = `- {op: add, path: /Resources/EnvControllerRole, value: {Type: 'AWS::IAM::Role'}}
- {op: replace, path: /Resources/EnvControllerRole/Type, value: X}`;
    expect(patch(text)).toMatchObject({
      template: { Resources: { EnvControllerRole: { Type: 'X' } } },
      issues: [],
    });
  });

  function issuesOf(text: string) {
    const result = patch(text);
    return result.ok ? [] : result.issues;
  }
});

test('a CDK app is refused with the way to patches', () => {
  expect(refuseCdkOverrides('copilot/api/overrides')).toMatchObject({
    severity: 'error',
    file: 'copilot/api/overrides',
    hint: expect.stringContaining('copilot/api/overrides/cfn.patches.yml'),
  });
});
