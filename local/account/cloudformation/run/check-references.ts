/** What fails an operation before any resource is touched: missing exports, attributes that a type does not have. */
import type { Template } from '../../../../core/template/cloudformation.js';
import { evaluate, type Scope, splitGetAtt } from '../intrinsic-functions.js';
import { findResourceType, isCustomResource } from '../resource-catalog.js';
import { createScope, findPresent } from '../stack-scope.js';
import type { Run } from './run.js';

export type ReferenceCheck = {
  readonly imports: ReadonlySet<string>;
  /** Why the operation cannot go on. */
  readonly failure: string | undefined;
};

const hasAttribute = (type: string, attribute: string): boolean => {
  if (isCustomResource(type) || type === 'AWS::CloudFormation::Stack') return true;
  const known = findResourceType(type)?.attributes;
  // `Endpoint.Address` is known as such or as `Endpoint`.
  return !known || known.has(attribute) || known.has(attribute.split('.')[0] ?? attribute);
};

function findWrongAttribute(template: Template, value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (key !== 'Fn::GetAtt') {
      const found = findWrongAttribute(template, inner, `${path}/${key}`);
      if (found) return found;
      continue;
    }
    const [logicalId, attribute] = splitGetAtt(inner);
    const type = template.Resources[logicalId]?.Type;
    if (type && typeof attribute === 'string' && !hasAttribute(type, attribute)) {
      return `[Error] ${path}/Fn::GetAtt: Resource type ${type} does not support attribute {${attribute}}.`;
    }
  }
  return undefined;
}

function collectImports(run: Run, present: ReadonlySet<string>, scope: Scope) {
  const imports = new Set<string>();
  const missing: string[] = [];
  const collecting: Scope = {
    ...scope,
    findExport: (name) => {
      imports.add(name);
      const value = scope.findExport(name);
      if (value === undefined) missing.push(name);
      return value;
    },
  };
  const { template } = run.target;
  for (const id of present) evaluate(collecting, template.Resources[id]?.Properties ?? {});
  for (const { Value, Condition } of Object.values(template.Outputs ?? {})) {
    if (Condition === undefined || scope.isTrue(Condition)) evaluate(collecting, Value);
  }
  return { imports, missing };
}

export function checkReferences(run: Run): ReferenceCheck {
  const { engine, stack, target } = run;
  const scope = createScope(engine.lookups, stack, target, 'plan', (id) => stack.resources.get(id));
  const present = findPresent(target.template, scope.isTrue);
  const { imports, missing } = collectImports(run, present, scope);
  if (missing.length > 0) return { imports, failure: `No export named ${missing[0]} found.` };
  const resources = Object.fromEntries(
    [...present].map((id) => [id, { Properties: target.template.Resources[id]?.Properties }]),
  );
  const failure =
    findWrongAttribute(target.template, resources, '/Resources') ??
    findWrongAttribute(target.template, target.template.Outputs ?? {}, '/Outputs');
  return { imports, failure };
}
