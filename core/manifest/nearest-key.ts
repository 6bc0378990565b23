import { distance } from 'fastest-levenshtein';
import type { Shape, StructShape } from './shape.js';
import { formatPath, type Path } from './text/path.js';

/** Of `candidates` the one that differs least from `text`, undefined where none is close. */
export function findNearest(text: string, candidates: Iterable<string>): string | undefined {
  const normal = normalise(text);
  let nearest: { readonly name: string; readonly distance: number } | undefined;
  const names = [...candidates];
  for (const name of names) {
    const far = distance(normal, normalise(name));
    if (nearest === undefined || far < nearest.distance) nearest = { name, distance: far };
  }
  const limit = Math.max(1, Math.floor(text.length / 3));
  if (nearest && nearest.distance <= limit) return nearest.name;
  return names.find((name) => isSwapped(normal, normalise(name))) ?? findLonger(normal, names);
}

/** `prot` for `port`: the same letters, two neighbours of them in the wrong order. */
function isSwapped(text: string, name: string): boolean {
  const at = [...text].findIndex((letter, index) => letter !== name[index]);
  const swapped = `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`;
  return at >= 0 && swapped === name;
}

/** `cpu` is short for `cpu_percentage` where only that starts so. */
function findLonger(normal: string, names: readonly string[]): string | undefined {
  if (normal.length < 3) return undefined;
  const longer = names.filter((name) => normalise(name).startsWith(normal));
  return longer.length === 1 ? longer[0] : undefined;
}

/** `healthCheck`, `health-check` and `health_check` are one word to their author. */
function normalise(text: string): string {
  return text.toLowerCase().replace(/[-_ ]/g, '');
}

/** What an unknown key was meant to be: a neighbour with nearly that name, or a field of that name elsewhere. */
export function findNearestKey(
  key: string,
  struct: StructShape,
  root: StructShape,
): string | undefined {
  const near = findNearest(key, struct.fields.keys());
  if (near) return `did you mean "${near}"?`;
  const elsewhere = findFields(root, key, [])
    .sort((one, other) => one.length - other.length)
    .map(formatPath);
  return elsewhere[0] === undefined
    ? undefined
    : `did you mean ${elsewhere.slice(0, 2).join(' or ')}?`;
}

/** Paths of all fields with a name; `<name>` stands for any key of a map. */
function findFields(shape: Shape, name: string, path: Path): Path[] {
  switch (shape.kind) {
    case 'struct':
      return [...shape.fields].flatMap(([key, field]) => {
        const at = [...path, key];
        return [...(key === name ? [at] : []), ...findFields(field.shape, name, at)];
      });
    case 'union':
      return shape.options.flatMap((option) => findFields(option, name, path));
    case 'list':
      return findFields(shape.item, name, [...path, 0]);
    case 'map':
      return findFields(shape.value, name, [...path, '<name>']);
    default:
      return [];
  }
}
