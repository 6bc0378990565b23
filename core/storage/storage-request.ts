import type { WorkloadType } from '../workspace/workspace.js';

export const STORAGE_TYPES = ['DynamoDB', 'S3', 'Aurora'] as const;
export type StorageType = (typeof STORAGE_TYPES)[number];

export const LIFECYCLES = ['workload', 'environment'] as const;
/** With whose stack the storage is made and deleted. */
export type Lifecycle = (typeof LIFECYCLES)[number];

export const ENGINES = ['MySQL', 'PostgreSQL'] as const;
export type Engine = (typeof ENGINES)[number];

export type Attribute = {
  readonly name: string;
  /** Text, number or bytes. */
  readonly type: 'S' | 'N' | 'B';
};

export type DynamoTable = {
  readonly type: 'DynamoDB';
  readonly partitionKey: Attribute;
  readonly sortKey: Attribute | undefined;
  /** Each becomes a local secondary index of its name. Only with a sort key. */
  readonly alternateSortKeys: readonly Attribute[];
};

export type Bucket = { readonly type: 'S3' };

export type AuroraCluster = {
  readonly type: 'Aurora';
  readonly engine: Engine;
  readonly initialDatabase: string;
  /** An existing one, in whose place none is made. */
  readonly parameterGroup: string | undefined;
  /** Each gets a row of its own in the map of capacities. */
  readonly environments: readonly string[];
};

export type Storage = DynamoTable | Bucket | AuroraCluster;

type Access = {
  /** Name of the storage: of its files and, without what is not alphanumeric, of its logical ids. */
  readonly name: string;
  readonly workload: string;
  /** undefined: the workload is not in this workspace. */
  readonly workloadType: WorkloadType | undefined;
};

export type StorageRequest =
  | (Access & {
      readonly kind: 'create';
      readonly lifecycle: Lifecycle;
      readonly storage: Storage;
    })
  /** `--add-ingress-from`: the storage of an environment exists, one more workload is let in. */
  | (Access & {
      readonly kind: 'grant';
      readonly storage: Pick<DynamoTable, 'type'> | Bucket | Pick<AuroraCluster, 'type' | 'engine'>;
    });

/** A file to write, never over one that exists. */
export type StorageFile = {
  /** Relative to the workspace root. */
  readonly path: string;
  readonly kind: 'template' | 'parameters';
  readonly text: string;
};

/** `my-table` is `mytable` in logical ids. */
export function logicalId(name: string): string {
  return name.replace(/[^a-zA-Z0-9]+/g, '');
}
