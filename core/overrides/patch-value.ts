import { isCfnObject } from '../addons/cfn-yaml.js';
import type { CfnValue } from '../template/cloudformation.js';
import { EditRefused, functionOf, isCfnList, withItems, withKey } from './edit-value.js';
import type { Patch } from './parse-patches.js';

/**
 * A copy of a document with one patch applied; undefined where the patch removes the whole document.
 * @throws EditRefused where the pointer leads nowhere
 */
export function patchValue(document: CfnValue, patch: Patch): CfnValue | undefined {
  const [root = '', ...rest] = patch.pointer;
  const last = rest.at(-1);
  if (last === undefined) return patch.op === 'remove' ? undefined : patch.value;
  if (patch.op === 'replace') return editAt(document, rest, [root], () => patch.value);
  const parent = rest.slice(0, -1);
  const way = [root, ...parent];
  return editAt(document, parent, [root], (found) =>
    patch.op === 'add' ? addTo(found, last, way, patch.value) : removeFrom(found, last, way),
  );
}

type Edit = (value: CfnValue | undefined) => CfnValue;

/** Changes the value that `remaining` leads to; `traversed` is the way to `value`, for messages. */
function editAt(
  value: CfnValue | undefined,
  remaining: readonly string[],
  traversed: readonly string[],
  edit: Edit,
): CfnValue {
  const [key, ...rest] = remaining;
  if (key === undefined) return edit(value);
  const name = argumentOf(value, key);
  if (name !== undefined && isCfnObject(value))
    return withKey(value, name, editAt(value[name], remaining, traversed, edit));
  const next = [...traversed, key];
  if (isCfnList(value)) {
    const index = parseIndex(key, value, 1, traversed);
    return withItems(value, index, 1, [editAt(value[index], rest, next, edit)]);
  }
  if (!isCfnObject(value)) throw wrongKind(traversed);
  if (!Object.hasOwn(value, key)) throw notFound(key, traversed);
  return withKey(value, key, editAt(value[key], rest, next, edit));
}

function addTo(
  parent: CfnValue | undefined,
  key: string,
  traversed: readonly string[],
  value: CfnValue,
): CfnValue {
  const name = argumentOf(parent, key);
  if (name !== undefined && isCfnObject(parent))
    return { [name]: addTo(parent[name], key, traversed, value) };
  if (isCfnList(parent)) {
    const index = key === '-' ? parent.length : parseIndex(key, parent, 0, traversed);
    return withItems(parent, index, 0, [value]);
  }
  if (!isCfnObject(parent)) throw wrongKind(traversed);
  return withKey(parent, key, value);
}

function removeFrom(
  parent: CfnValue | undefined,
  key: string,
  traversed: readonly string[],
): CfnValue {
  const name = argumentOf(parent, key);
  if (name !== undefined && isCfnObject(parent))
    return { [name]: removeFrom(parent[name], key, traversed) };
  if (isCfnList(parent)) {
    const index = parseIndex(key, parent, 1, traversed);
    return withItems(parent, index, 1, []);
  }
  if (!isCfnObject(parent)) throw wrongKind(traversed);
  if (!Object.hasOwn(parent, key)) throw notFound(key, traversed);
  return withKey(parent, key, undefined);
}

/** The function to step into because the pointer was written for its short tag, which takes no segment. */
function argumentOf(value: CfnValue | undefined, key: string): string | undefined {
  const name = functionOf(value);
  return name === key ? undefined : name;
}

/** An index into a list that leaves at least `room` items from it to the end: none to add, one to change. */
function parseIndex(
  key: string,
  list: readonly CfnValue[],
  room: 0 | 1,
  traversed: readonly string[],
): number {
  if (!/^[-+]?\d+$/.test(key))
    throw new EditRefused(`key "${traversed.join('/')}": expected index in sequence, got "${key}"`);
  const index = Number(key);
  if (index < 0 || index > list.length - room)
    throw new EditRefused(
      `key "${traversed.join('/')}": index ${index} out of bounds for sequence of length ${list.length}`,
    );
  return index;
}

function notFound(key: string, traversed: readonly string[]): EditRefused {
  return new EditRefused(`key "${traversed.join('/')}": "${key}" not found in map`);
}

function wrongKind(traversed: readonly string[]): EditRefused {
  return new EditRefused(`key "${traversed.join('/')}": invalid node type scalar`);
}
