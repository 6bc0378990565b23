import type { Template } from '../../../core/template/cloudformation.js';
import { evaluateConditions } from './conditions.js';
import type { Resolved, Scope } from './intrinsic-functions.js';
import { asReference } from './parameters.js';
import { findAttribute } from './resources/attributes.js';
import type { ResourceRecord, StackConfiguration, StackRecord } from './stack-records.js';

export type Lookups = {
  readonly region: string;
  readonly accountId: string;
  findExport(name: string): string | undefined;
  findSsm(name: string): string | undefined;
};

/** What names in a stack's template lead to. `find` gives a resource whose values are known. */
export function createScope(
  lookups: Lookups,
  stack: Pick<StackRecord, 'id' | 'name'>,
  configuration: StackConfiguration,
  mode: Scope['mode'],
  find: (logicalId: string) => ResourceRecord | undefined,
): Scope {
  const { template } = configuration;
  const pseudo: { readonly [name: string]: Resolved } = {
    'AWS::AccountId': lookups.accountId,
    'AWS::Region': lookups.region,
    'AWS::Partition': 'aws',
    'AWS::StackId': stack.id,
    'AWS::StackName': stack.name,
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NotificationARNs': configuration.notificationArns,
  };
  const base: Omit<Scope, 'isTrue'> = {
    mode,
    region: lookups.region,
    mappings: template.Mappings,
    findReference: (name) => {
      const given = configuration.resolvedParameters[name];
      if (given !== undefined) return asReference(template.Parameters?.[name], given);
      return pseudo[name] ?? find(name)?.physicalId;
    },
    findAttribute: (logicalId, attribute) => {
      const record = find(logicalId);
      return record && findAttribute(record, attribute);
    },
    findExport: (name) => lookups.findExport(name),
    findParameter: (name) => lookups.findSsm(name),
  };
  return { ...base, isTrue: evaluateConditions(template, base) };
}

/** Resources whose condition holds. */
export function findPresent(
  template: Template,
  isTrue: (condition: string) => boolean,
): ReadonlySet<string> {
  return new Set(
    Object.entries(template.Resources)
      .filter(([, { Condition }]) => Condition === undefined || isTrue(Condition))
      .map(([logicalId]) => logicalId),
  );
}
