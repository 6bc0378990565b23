import { scalarValue } from './cfn-yaml.js';
import { keyText, type YamlNode } from './yaml-nodes.js';

/**
 * Whether two nodes say the same: style, comments and indentation do not count, the order of keys does, and so does
 * the form of an intrinsic function (`!Ref X` and `Ref: X` differ). These are Copilot's rules.
 */
export function isSameNode(a: YamlNode, b: YamlNode): boolean {
  if (localTag(a) !== localTag(b)) return false;
  if (a.kind === 'scalar' && b.kind === 'scalar')
    return a.value === b.value && scalarValue(a) === scalarValue(b);
  if (a.kind === 'sequence' && b.kind === 'sequence')
    return isSameList(a.items, b.items, isSameNode);
  if (a.kind === 'mapping' && b.kind === 'mapping')
    return isSameList(
      a.entries,
      b.entries,
      (x, y) => keyText(x) === keyText(y) && isSameNode(x.value, y.value),
    );
  return false;
}

/** Tags of YAML itself (`!!str`) show in the value; only those of CloudFormation count here. */
function localTag({ tag }: YamlNode): string | undefined {
  return tag?.startsWith('!!') || tag?.startsWith('!<') ? undefined : tag;
}

function isSameList<T>(a: readonly T[], b: readonly T[], isSame: (x: T, y: T) => boolean): boolean {
  return (
    a.length === b.length &&
    a.every((item, i) => {
      const other = b[i];
      return other !== undefined && isSame(item, other);
    })
  );
}
