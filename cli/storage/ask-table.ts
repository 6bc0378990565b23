import {
  findAttributeNameProblem,
  findIndexNameProblem,
  parseAttribute,
} from '../../core/storage/storage-names.js';
import type { Attribute, DynamoTable } from '../../core/storage/storage-request.js';
import type { Asker } from '../asker.js';
import { invalid, type StorageFlags } from './storage-flags.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const MAX_INDEXES = 5;

const DATA_TYPES = [
  { value: 'S', label: 'String' },
  { value: 'N', label: 'Number' },
  { value: 'B', label: 'Binary' },
] as const;

/** Partition key, sort key, then alternate sort keys, which need a sort key. */
export async function askTable(flags: StorageFlags, asker: Asker): Promise<DynamoTable> {
  const partitionKey = await askPartitionKey(flags, asker);
  const sortKey = await askSortKey(flags, asker);
  if (sortKey === undefined && flags.lsi.length > 0)
    throw invalid('validate LSI configuration: an alternate sort key needs a sort key');
  const taken = [partitionKey.name, ...(sortKey ? [sortKey.name] : [])];
  const alternateSortKeys =
    sortKey === undefined ? [] : await askAlternateKeys(flags, taken, asker);
  const table = { type: 'DynamoDB', partitionKey, sortKey, alternateSortKeys } as const;
  const names = [...taken, ...alternateSortKeys.map(({ name }) => name)];
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw invalid(`the attribute "${twice}" cannot be two keys of a table`);
  return table;
}

async function askPartitionKey({ partitionKey }: StorageFlags, asker: Asker): Promise<Attribute> {
  if (partitionKey !== undefined) return readKey('partition key', partitionKey);
  return askKey('--partition-key', 'partition key', asker);
}

async function askSortKey(
  { sortKey, noSort }: StorageFlags,
  asker: Asker,
): Promise<Attribute | undefined> {
  if (sortKey !== undefined) return readKey('sort key', sortKey);
  if (noSort) return undefined;
  const wanted = await asker.confirm({
    flag: '--sort-key or --no-sort',
    message: 'Would you like to add a sort key to this table?',
  });
  return wanted ? askKey('--sort-key', 'sort key', asker) : undefined;
}

async function askAlternateKeys(
  { lsi, noLsi }: StorageFlags,
  taken: readonly string[],
  asker: Asker,
): Promise<readonly Attribute[]> {
  if (lsi.length > MAX_INDEXES)
    throw invalid('number of specified LSI sort keys must be 5 or less');
  if (lsi.length > 0) return lsi.map(readIndexKey);
  if (noLsi) return [];
  const keys: Attribute[] = [];
  while (keys.length < MAX_INDEXES) {
    const wanted = await asker.confirm({
      flag: '--lsi or --no-lsi',
      message: `Would you like to add ${keys.length === 0 ? 'any' : 'more'} alternate sort keys to this table?`,
    });
    if (!wanted) return keys;
    const known = [...taken, ...keys.map(({ name }) => name)];
    keys.push(await askIndexKey(known, asker));
  }
  return keys;
}

async function askIndexKey(taken: readonly string[], asker: Asker): Promise<Attribute> {
  const name = await asker.text({
    flag: '--lsi',
    message: 'What would you like to name this alternate sort key?',
    findProblem: (answer) =>
      taken.includes(answer) ? 'value is a key already' : findIndexNameProblem(answer),
  });
  return { name, type: await askDataType('--lsi', 'alternate sort key', asker) };
}

async function askKey(flag: string, what: string, asker: Asker): Promise<Attribute> {
  const name = await asker.text({
    flag,
    message: `What would you like to name the ${what} of this DynamoDB table?`,
    findProblem: findAttributeNameProblem,
  });
  return { name, type: await askDataType(flag, 'key', asker) };
}

function askDataType(flag: string, what: string, asker: Asker): Promise<Attribute['type']> {
  return asker.select({
    flag,
    message: `What datatype is this ${what}?`,
    choices: DATA_TYPES,
  });
}

function readKey(what: string, text: string): Attribute {
  const attribute = parseAttribute(text);
  if (attribute) return attribute;
  throw invalid(
    `validate ${what}: value must be of the form <name>:<T> where T is one of S, N, or B`,
    `"${text}" is not`,
  );
}

function readIndexKey(text: string): Attribute {
  const attribute = readKey('alternate sort key', text);
  const problem = findIndexNameProblem(attribute.name);
  if (problem === undefined) return attribute;
  throw invalid(`validate alternate sort key "${attribute.name}": ${problem}`);
}
