import { ServiceError } from '../service-error.js';
import { type Item, typeOf, validationException } from './attribute-value.js';

export type KeySchema = { readonly partitionKey: string; readonly sortKey: string | undefined };

export type Table = KeySchema & {
  readonly name: string;
  readonly indexes: ReadonlyMap<string, KeySchema>;
  /** Items by the text of their key. */
  readonly items: Map<string, Item>;
  /** The stream of the table, of keys only. */
  readonly onChange: ((change: TableChange) => void) | undefined;
};

/** One record of a table's stream. */
export type TableChange = {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** As DynamoDB writes attributes: `{ pk: { S: '…' } }`. */
  readonly keys: { readonly [name: string]: unknown };
};

export type TableDefinition = {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly indexes?: readonly {
    readonly name: string;
    readonly partitionKey: string;
    readonly sortKey?: string;
  }[];
  readonly onChange?: (change: TableChange) => void;
};

export type TableStore = {
  readonly tables: Map<string, Table>;
  create(definition: TableDefinition): Table;
  /** By name or ARN. */
  get(nameOrArn: string | undefined): Table;
};

export function createTableStore(): TableStore {
  const tables = new Map<string, Table>();
  return {
    tables,
    create: (definition) => {
      const table: Table = {
        name: definition.name,
        partitionKey: definition.partitionKey,
        sortKey: definition.sortKey,
        indexes: new Map(
          (definition.indexes ?? []).map(({ name, partitionKey, sortKey }) => [
            name,
            { partitionKey, sortKey },
          ]),
        ),
        items: new Map(),
        onChange: definition.onChange,
      };
      tables.set(table.name, table);
      return table;
    },
    get: (nameOrArn = '') => {
      const table = tables.get(nameOrArn.replace(/^arn:.*:table\//, ''));
      if (table) return table;
      throw new ServiceError('ResourceNotFoundException', 'Requested resource not found');
    },
  };
}

const keyPart = (item: Item, name: string): string => {
  const value = item[name];
  if (!value) throw validationException('The provided key element does not match the schema');
  if (value.S === '') {
    throw validationException(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  return `${typeOf(value)}:${value.S ?? value.N ?? Buffer.from(value.B ?? []).toString('base64')}`;
};

/** Text that identifies an item of the table. */
export function formatKey(table: Table, item: Item): string {
  const partition = keyPart(item, table.partitionKey);
  return table.sortKey ? `${partition}\u0000${keyPart(item, table.sortKey)}` : partition;
}

/** The key attributes of an item, of an index and its table where an index is given. */
export function pickKey(table: Table, item: Item, index?: KeySchema): Item {
  const names = [table.partitionKey, table.sortKey, index?.partitionKey, index?.sortKey];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = name === undefined ? undefined : item[name];
      return name !== undefined && value ? [[name, value] as const] : [];
    }),
  );
}

/** Refuses a `Key` with missing or additional attributes, as DynamoDB does. */
export function checkKey(table: Table, key: Item): void {
  const expected = table.sortKey ? 2 : 1;
  if (Object.keys(key).length !== expected) {
    throw validationException('The provided key element does not match the schema');
  }
}
