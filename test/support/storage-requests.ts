import type {
  AuroraCluster,
  DynamoTable,
  StorageRequest,
} from '../../core/storage/storage-request.js';

type Create = Extract<StorageRequest, { readonly kind: 'create' }>;

export function aTable(table: Partial<DynamoTable> = {}): DynamoTable {
  return {
    type: 'DynamoDB',
    partitionKey: { name: 'id', type: 'S' },
    sortKey: undefined,
    alternateSortKeys: [],
    ...table,
  };
}

export function aCluster(cluster: Partial<AuroraCluster> = {}): AuroraCluster {
  return {
    type: 'Aurora',
    engine: 'MySQL',
    initialDatabase: 'main',
    parameterGroup: undefined,
    environments: ['test', 'prod'],
    ...cluster,
  };
}

export function aStorageRequest(request: Partial<Create> = {}): Create {
  return {
    kind: 'create',
    name: 'movies',
    workload: 'api',
    workloadType: 'Load Balanced Web Service',
    lifecycle: 'workload',
    storage: aTable(),
    ...request,
  };
}
