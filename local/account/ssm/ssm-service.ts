import type {
  DeleteParameterCommandInput,
  DeleteParametersCommandInput,
  GetParameterCommandInput,
  GetParametersByPathCommandInput,
  GetParametersCommandInput,
  Parameter,
  PutParameterCommandInput,
} from '@aws-sdk/client-ssm';
import { createHandler } from '../operations.js';
import { findPage } from '../pages.js';
import { ServiceError } from '../service-error.js';
import type { OperationHandler } from '../simulated-account.js';
import { findNow, formatArn, type World } from '../world.js';

export type ParameterStore = {
  readonly values: Map<string, Parameter>;
  put(name: string, value: string, type?: 'String' | 'StringList' | 'SecureString'): number;
};

export function createParameterStore(world: World): ParameterStore {
  const values = new Map<string, Parameter>();
  return {
    values,
    put: (name, value, type = 'String') => {
      const version = (values.get(name)?.Version ?? 0) + 1;
      values.set(name, {
        Name: name,
        Value: value,
        Type: type,
        Version: version,
        LastModifiedDate: findNow(world),
        ARN: formatArn(world, 'ssm', `parameter/${name.replace(/^\//, '')}`),
        DataType: 'text',
      });
      return version;
    },
  };
}

const PAGE_SIZE = 10;

/** SecureString values are shown only where decryption was asked for. */
const reveal = (parameter: Parameter, decrypt: boolean | undefined): Parameter =>
  parameter.Type === 'SecureString' && !decrypt
    ? { ...parameter, Value: 'AQICAHencrypted' }
    : parameter;

function getParameter(store: ParameterStore, name = ''): Parameter {
  const found = store.values.get(name);
  if (found) return found;
  throw new ServiceError('ParameterNotFound', 'UnknownError');
}

function putParameter(store: ParameterStore, input: PutParameterCommandInput) {
  const name = input.Name ?? '';
  if (store.values.has(name) && !input.Overwrite) {
    const text =
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.';
    throw new ServiceError('ParameterAlreadyExists', text);
  }
  return { Version: store.put(name, input.Value ?? '', input.Type), Tier: 'Standard' };
}

function listByPath(store: ParameterStore, input: GetParametersByPathCommandInput) {
  const path = (input.Path ?? '/').replace(/\/?$/, '/');
  const below = [...store.values.values()]
    .filter(({ Name = '' }) => Name.startsWith(path))
    .filter(({ Name = '' }) => input.Recursive || !Name.slice(path.length).includes('/'))
    .sort((one, other) => ((one.Name ?? '') < (other.Name ?? '') ? -1 : 1));
  const page = findPage(below, input.NextToken, input.MaxResults ?? PAGE_SIZE);
  return {
    Parameters: page.items.map((one) => reveal(one, input.WithDecryption)),
    ...(page.nextToken ? { NextToken: page.nextToken } : {}),
  };
}

function removeParameters(store: ParameterStore, names: readonly string[]) {
  const known = names.filter((name) => store.values.has(name));
  for (const name of known) store.values.delete(name);
  return {
    DeletedParameters: known,
    InvalidParameters: names.filter((name) => !known.includes(name)),
  };
}

export function createSsm(store: ParameterStore): OperationHandler {
  return createHandler('SSM', {
    GetParameter: (input: GetParameterCommandInput) => ({
      Parameter: reveal(getParameter(store, input.Name), input.WithDecryption),
    }),
    GetParameters: ({ Names = [], WithDecryption }: GetParametersCommandInput) => ({
      Parameters: Names.flatMap((name) => {
        const found = store.values.get(name);
        return found ? [reveal(found, WithDecryption)] : [];
      }),
      InvalidParameters: Names.filter((name) => !store.values.has(name)),
    }),
    GetParametersByPath: (input: GetParametersByPathCommandInput) => listByPath(store, input),
    PutParameter: (input: PutParameterCommandInput) => putParameter(store, input),
    DeleteParameter: ({ Name = '' }: DeleteParameterCommandInput) => {
      getParameter(store, Name);
      store.values.delete(Name);
      return {};
    },
    DeleteParameters: ({ Names = [] }: DeleteParametersCommandInput) =>
      removeParameters(store, Names),
  });
}
