import type { Properties } from '../cloudformation/stack-records.js';

export type ElbKind = 'load-balancer' | 'listener' | 'rule' | 'target-group';

export type ElbRecord = {
  readonly arn: string;
  readonly kind: ElbKind;
  readonly name: string;
  readonly properties: Properties;
};

export type ElbStore = Map<string, ElbRecord>;
