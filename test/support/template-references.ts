import type { CfnValue, Template } from '../../core/template/cloudformation.js';
import { isObject } from './template-values.js';

/** One use of a name somewhere in a template. */
type Use =
  | { readonly kind: 'value'; readonly path: string; readonly name: string }
  | {
      readonly kind: 'attribute';
      readonly path: string;
      readonly name: string;
      readonly attribute: string;
    }
  | { readonly kind: 'condition'; readonly path: string; readonly name: string }
  | { readonly kind: 'resource'; readonly path: string; readonly name: string }
  | { readonly kind: 'mapping'; readonly path: string; readonly name: string };

type FindAttributes = (type: string) => ReadonlySet<string> | undefined;

const PSEUDO = new Set(
  [
    'AccountId',
    'NotificationARNs',
    'NoValue',
    'Partition',
    'Region',
    'StackId',
    'StackName',
    'URLSuffix',
  ].map((name) => `AWS::${name}`),
);

function findSubUses(path: string, value: CfnValue): readonly Use[] {
  const [text, variables] = Array.isArray(value) ? value : [value];
  const local = new Set(isObject(variables) ? Object.keys(variables) : []);
  const inner = isObject(variables) ? findUses(path, variables) : [];
  const names = [...String(text).matchAll(/\$\{([^!{}][^{}]*)\}/g)].map(([, name = '']) =>
    name.trim(),
  );
  const outer = names
    .filter((name) => !local.has(name))
    .map((name): Use => {
      const dot = name.indexOf('.');
      if (dot < 0) return { kind: 'value', path, name };
      return { kind: 'attribute', path, name: name.slice(0, dot), attribute: name.slice(dot + 1) };
    });
  return [...inner, ...outer];
}

function findAttributeUses(path: string, value: CfnValue): readonly Use[] {
  const parts = Array.isArray(value) ? value : String(value).split('.');
  const [name, ...rest] = parts;
  const attribute = rest.map((part) => (typeof part === 'string' ? part : '*')).join('.');
  return [{ kind: 'attribute', path, name: String(name), attribute }];
}

function findIntrinsicUses(path: string, key: string, value: CfnValue): readonly Use[] | undefined {
  switch (key) {
    case 'Ref':
      return [{ kind: 'value', path, name: String(value) }];
    case 'Fn::GetAtt':
      return findAttributeUses(path, value);
    case 'Fn::Sub':
      return findSubUses(path, value);
    case 'Fn::If':
    case 'Fn::FindInMap': {
      const [name, ...rest] = Array.isArray(value) ? value : [value];
      const kind = key === 'Fn::If' ? 'condition' : 'mapping';
      const own: readonly Use[] = typeof name === 'string' ? [{ kind, path, name }] : [];
      return [...own, ...findUses(path, rest)];
    }
    default:
      return undefined;
  }
}

function findUses(path: string, value: CfnValue): readonly Use[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => findUses(`${path}[${index}]`, item));
  if (!isObject(value)) return [];
  const entries = Object.entries(value);
  return entries.flatMap(([key, item]) => {
    const uses = entries.length === 1 ? findIntrinsicUses(path, key, item) : undefined;
    return uses ?? findUses(`${path}.${key}`, item);
  });
}

/** Inside Conditions, `{ Condition: X }` names another condition; elsewhere (IAM statements) it does not. */
function findConditionUses(path: string, value: CfnValue): readonly Use[] {
  if (Array.isArray(value)) return value.flatMap((item) => findConditionUses(path, item));
  if (!isObject(value)) return [];
  const { Condition: name } = value;
  const own: readonly Use[] = typeof name === 'string' ? [{ kind: 'condition', path, name }] : [];
  return [...own, ...Object.values(value).flatMap((item) => findConditionUses(path, item))];
}

function findResourceUses(template: Template): readonly Use[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) => {
    const conditions: readonly Use[] = resource.Condition
      ? [{ kind: 'condition', path: id, name: resource.Condition }]
      : [];
    const depends = [resource.DependsOn ?? []].flat();
    return [
      ...conditions,
      ...depends.map((name): Use => ({ kind: 'resource', path: `${id}.DependsOn`, name })),
      ...findUses(`${id}.Properties`, resource.Properties ?? {}),
    ];
  });
}

function findTemplateUses(template: Template): readonly Use[] {
  const conditions = Object.entries(template.Conditions ?? {}).flatMap(([id, value]) => [
    ...findUses(`Conditions.${id}`, value),
    ...findConditionUses(`Conditions.${id}`, value),
  ]);
  const outputs = Object.entries(template.Outputs ?? {}).flatMap(([id, output]) => {
    const own: readonly Use[] = output.Condition
      ? [{ kind: 'condition', path: `Outputs.${id}`, name: output.Condition }]
      : [];
    const name = output.Export ? [output.Export.Name] : [];
    return [...own, ...findUses(`Outputs.${id}`, [output.Value, ...name])];
  });
  return [...conditions, ...findResourceUses(template), ...outputs];
}

function checkAttribute(
  use: Extract<Use, { kind: 'attribute' }>,
  template: Template,
  findAttributes: FindAttributes,
): readonly string[] {
  const resource = template.Resources[use.name];
  if (!resource) return [`${use.path}: "${use.name}" is no resource of the template`];
  if (use.attribute.includes('*')) return [];
  if (resource.Type === 'AWS::CloudFormation::Stack' && use.attribute.startsWith('Outputs.'))
    return [];
  const attributes = findAttributes(resource.Type);
  if (!attributes || attributes.has(use.attribute)) return [];
  return [`${use.path}: ${resource.Type} ("${use.name}") has no attribute "${use.attribute}"`];
}

function checkUse(use: Use, template: Template, findAttributes: FindAttributes): readonly string[] {
  const isResource = use.name in template.Resources;
  const isParameter = use.name in (template.Parameters ?? {});
  switch (use.kind) {
    case 'attribute':
      return checkAttribute(use, template, findAttributes);
    case 'value':
      if (isResource || isParameter || PSEUDO.has(use.name)) return [];
      return [`${use.path}: "${use.name}" is neither a resource nor a parameter`];
    case 'resource':
      return isResource ? [] : [`${use.path}: "${use.name}" is no resource of the template`];
    case 'condition':
      return use.name in (template.Conditions ?? {})
        ? []
        : [`${use.path}: no condition "${use.name}"`];
    case 'mapping':
      return use.name in (template.Mappings ?? {}) ? [] : [`${use.path}: no mapping "${use.name}"`];
  }
}

/** CloudFormation refuses circular dependencies; the path names them. */
function checkCycles(template: Template): readonly string[] {
  const edges = new Map<string, Set<string>>();
  for (const use of findResourceUses(template)) {
    const from = use.path.split(/[.[]/)[0] ?? '';
    if (use.name in template.Resources && use.kind !== 'condition')
      edges.set(from, (edges.get(from) ?? new Set()).add(use.name));
  }
  const done = new Set<string>();
  const findCycle = (id: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of edges.get(id) ?? []) {
      const cycle = findCycle(next, [...trail, id]);
      if (cycle) return cycle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of edges.keys()) {
    const cycle = findCycle(id, []);
    if (cycle) return [`Resources: circular dependency ${cycle.join(' -> ')}`];
  }
  return [];
}

/** Everything named by Ref, GetAtt, Sub, DependsOn, Condition, If and FindInMap must exist. */
export function checkReferences(
  template: Template,
  findAttributes: FindAttributes,
): readonly string[] {
  const uses = findTemplateUses(template);
  return [
    ...uses.flatMap((use) => checkUse(use, template, findAttributes)),
    ...checkCycles(template),
  ];
}
