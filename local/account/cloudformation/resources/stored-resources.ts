/** Resources that other services of the account show: alarms, buckets, tables, repositories, parameters. */
import type { AlarmBoard } from '../../cloudwatch/alarm-board.js';
import { describeNeed } from '../../cloudwatch/cloudwatch-service.js';
import type { TableStore } from '../../dynamodb/table-store.js';
import type { ImageRegistry } from '../../ecr/image-registry.js';
import type { ObjectStore } from '../../s3/object-store.js';
import { ServiceError } from '../../service-error.js';
import type { ParameterStore } from '../../ssm/ssm-service.js';
import type { Properties } from '../stack-records.js';
import { createResourceProvider } from './generic-resource.js';
import { handlerFailure, type ResourceProvider, type ResourceRequest } from './provider.js';

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** A new alarm has no data at first. */
const FIRST_EVALUATION_MS = 2 * 60_000;

export function createAlarmProvider(board: AlarmBoard): ResourceProvider {
  const put = (request: ResourceRequest, name: string, isNew: boolean): void => {
    const { AlarmDescription, AlarmName: _, ...configuration } = request.properties;
    const description = asText(AlarmDescription);
    const state = isNew ? ({ state: 'INSUFFICIENT_DATA' } as const) : {};
    orFail(request, () => board.put(name, { description, configuration, ...state }));
  };
  const provider = createResourceProvider({
    apply: (request, { physicalId }) => {
      const isNew = !board.alarms.has(physicalId);
      put(request, physicalId, isNew);
      if (!isNew) return;
      request.run.engine.world.clock.after(FIRST_EVALUATION_MS, () => {
        if (board.alarms.get(physicalId)?.state === 'INSUFFICIENT_DATA')
          board.set(physicalId, 'OK');
      });
    },
    destroy: (request, name) => {
      if (board.parentsOf(name).length > 0)
        throw handlerFailure(request, describeNeed([name]), 'InvalidRequest');
      board.remove(name);
    },
  });
  const place = createResourceProvider({
    apply: (request, { physicalId }) => put(request, physicalId, false),
  }).place;
  return place ? { ...provider, place } : provider;
}

function orFail(request: ResourceRequest, run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw handlerFailure(request, error.message, 'InvalidRequest');
  }
}

export function createBucketProvider(store: ObjectStore): ResourceProvider {
  return createResourceProvider({
    apply: (_, { physicalId }) => store.createBucket(physicalId),
    destroy: (request, name) => {
      if (!store.hasBucket(name)) return;
      if (store.keys(name).length > 0) {
        throw handlerFailure(
          request,
          'The bucket you tried to delete is not empty (Service: S3, Status Code: 409)',
          'GeneralServiceException',
        );
      }
      store.deleteBucket(name);
    },
  });
}

type KeyElement = { readonly AttributeName?: string; readonly KeyType?: string };

function findKeys(schema: unknown): { readonly partitionKey: string; readonly sortKey?: string } {
  const elements = Array.isArray(schema) ? (schema as readonly KeyElement[]) : [];
  const find = (type: string) => elements.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const sortKey = find('RANGE');
  return { partitionKey: find('HASH') ?? '', ...(sortKey === undefined ? {} : { sortKey }) };
}

function findIndexes(properties: Properties) {
  const all = [properties.GlobalSecondaryIndexes, properties.LocalSecondaryIndexes].flatMap(
    (list) =>
      Array.isArray(list)
        ? (list as readonly { readonly IndexName?: string; readonly KeySchema?: unknown }[])
        : [],
  );
  return all.map(({ IndexName = '', KeySchema }) => ({ name: IndexName, ...findKeys(KeySchema) }));
}

export function createTableProvider(store: TableStore): ResourceProvider {
  return createResourceProvider({
    apply: ({ properties }, { physicalId }) => {
      const items = store.tables.get(physicalId)?.items ?? [];
      const definition = {
        name: physicalId,
        ...findKeys(properties.KeySchema),
        indexes: findIndexes(properties),
      };
      const table = store.create(definition);
      for (const [key, item] of items) table.items.set(key, item);
    },
    destroy: (_, name) => void store.tables.delete(name),
  });
}

export function createRepositoryProvider(registry: ImageRegistry): ResourceProvider {
  return createResourceProvider({
    attributes: ({ run }, name) => {
      const { accountId, region } = run.engine.world;
      return {
        Arn: `arn:aws:ecr:${region}:${accountId}:repository/${name}`,
        RepositoryUri: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
      };
    },
    apply: ({ properties }, { physicalId }) => {
      const repository = registry.createRepository(physicalId);
      const policy = properties.LifecyclePolicy as
        | { readonly LifecyclePolicyText?: string }
        | undefined;
      repository.lifecyclePolicy = policy?.LifecyclePolicyText;
    },
    destroy: (request, name) => {
      const repository = registry.repositories.get(name);
      const isEmptied = String(request.properties.EmptyOnDelete ?? false) === 'true';
      if (repository && repository.images.size > 0 && !isEmptied) {
        const text = `The repository with name '${name}' in registry with id '${request.run.engine.world.accountId}' cannot be deleted because it still contains images`;
        throw handlerFailure(request, text, 'GeneralServiceException');
      }
      registry.repositories.delete(name);
    },
  });
}

export function createParameterProvider(store: ParameterStore): ResourceProvider {
  return createResourceProvider({
    attributes: ({ properties }) => ({
      Type: properties.Type ?? 'String',
      Value: properties.Value ?? '',
    }),
    apply: ({ properties }, { physicalId }) => {
      store.put(
        physicalId,
        String(properties.Value ?? ''),
        properties.Type === 'StringList' ? 'StringList' : 'String',
      );
    },
    destroy: (_, name) => void store.values.delete(name),
  });
}
