import { isCfnObject } from '../addons/cfn-yaml.js';
import type { CfnObject, CfnValue } from '../template/cloudformation.js';
import { EditRefused, functionOf, isCfnList, withItems, withKey } from './edit-value.js';

const SEGMENT = /^([a-zA-Z0-9_-]+)(?:\[(\d+|-)\])?$/;

/** `index` is a number, `-` for one more at the end, undefined for a plain key. */
type Segment = { readonly key: string; readonly index: number | '-' | undefined };

/**
 * Sets the value at a path such as `ContainerDefinitions[0].Ulimits[-].HardLimit`, making what is missing on the way:
 * maps for keys, a list with one map for `[-]`.
 * @throws EditRefused for a path that is malformed or leads past the end of a list
 */
export function overrideDocument(document: CfnValue, path: string, value: CfnValue): CfnValue {
  if (document === null) throw new EditRefused('cannot apply override rule on empty YAML template');
  return upsert(document, parsePath(path), value);
}

function parsePath(path: string): readonly Segment[] {
  if (path === '') throw new EditRefused('rule path is empty');
  return path.split('.').map((text) => {
    const [, key, index] = SEGMENT.exec(text) ?? [];
    if (key === undefined)
      throw new EditRefused(
        `invalid override path segment "${text}": segments must be of the form "array[0]", "array[-]" or "key"`,
      );
    return { key, index: index === undefined || index === '-' ? index : Number(index) };
  });
}

function upsert(parent: CfnValue, path: readonly Segment[], value: CfnValue): CfnValue {
  const [segment, ...rest] = path;
  if (segment === undefined) return value;
  const map = asMap(parent, segment);
  const known = Object.hasOwn(map, segment.key) ? map[segment.key] : undefined;
  // Without a value the key is as good as missing: `Options:` of a template is null.
  const child = known === null ? undefined : known;
  const next =
    segment.index === undefined
      ? upsert(rest.length === 0 ? value : (child ?? {}), rest, value)
      : upsertItem(child, segment.key, segment.index, rest, value);
  return withKey(map, segment.key, next);
}

function upsertItem(
  child: CfnValue | undefined,
  key: string,
  index: number | '-',
  rest: readonly Segment[],
  value: CfnValue,
): CfnValue {
  const name = functionOf(child);
  if (name !== undefined && isCfnObject(child))
    return { [name]: upsertItem(child[name], key, index, rest, value) };
  if (child !== undefined && !isCfnList(child))
    throw new EditRefused(`cannot specify ${key}[${index}] because ${key} is not a sequence`);
  const list = child ?? [];
  if (index === '-') return [...list, upsert(rest.length === 0 ? value : {}, rest, value)];
  if (child === undefined)
    throw new EditRefused(
      `cannot specify ${key}[${index}] because ${key} does not exist. Use ${key}[-] to append to the sequence instead`,
    );
  const item = list[index];
  if (item === undefined)
    throw new EditRefused(
      `cannot specify ${key}[${index}] because the current length is ${list.length}. Use [-] to append to the sequence instead`,
    );
  return withItems(list, index, 1, [upsert(item, rest, value)]);
}

function asMap(parent: CfnValue, { key }: Segment): CfnObject {
  if (isCfnObject(parent) && functionOf(parent) === undefined) return parent;
  throw new EditRefused(
    `cannot specify ${key} because it would stand below a value that is not a map`,
  );
}
