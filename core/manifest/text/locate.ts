import {
  findPlace,
  keyText,
  type Place,
  type YamlEntry,
  type YamlNode,
} from '../../addons/yaml-nodes.js';
import type { Path } from './path.js';

export type Located = Place & {
  /** How many steps of the path exist in the document. */
  readonly depth: number;
};

type Spot = { readonly node: YamlNode; readonly entry: YamlEntry | undefined };

function findStep(node: YamlNode, step: string | number): Spot | undefined {
  if (node.kind === 'sequence') {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    return item && { node: item, entry: undefined };
  }
  if (node.kind !== 'mapping') return undefined;
  const entry = node.entries.findLast((candidate) => keyText(candidate) === String(step));
  return entry ? { node: entry.value, entry } : findMergedStep(node.entries, step);
}

function findMergedStep(entries: readonly YamlEntry[], step: string | number): Spot | undefined {
  for (const merge of entries.filter((entry) => keyText(entry) === '<<')) {
    const parts = merge.value.kind === 'sequence' ? merge.value.items : [merge.value];
    for (const part of parts) {
      const found = findStep(part, step);
      if (found) return found;
    }
  }
  return undefined;
}

/**
 * The place of a path, or of its longest part that exists. A scalar is pointed at itself, a collection at its key,
 * because a block's own first character is on the next line.
 */
export function locatePath(text: string, root: YamlNode, path: Path, atKey = false): Located {
  let spot: Spot = { node: root, entry: undefined };
  let depth = 0;
  for (const step of path) {
    const next = findStep(spot.node, step);
    if (next === undefined) break;
    spot = next;
    depth += 1;
  }
  const pointsAtKey = spot.entry && (atKey || depth < path.length || spot.node.kind !== 'scalar');
  const offset = pointsAtKey && spot.entry ? spot.entry.key.offset : spot.node.offset;
  return { ...findPlace(text, offset), depth };
}
