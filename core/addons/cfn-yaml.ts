import type { CfnObject, CfnValue } from '../template/cloudformation.js';
import { keyText, type YamlMapping, type YamlNode, type YamlScalar } from './yaml-nodes.js';

/** Short tags whose long form has no `Fn::` before it. */
const BARE_FUNCTIONS = new Set(['Ref', 'Condition']);

/**
 * CloudFormation reads YAML 1.1, but for `y` and `n`, which stay text:
 * https://ljmc.bearblog.dev/yaml-booleans-in-cloudformation-templates/ has the list as tried.
 */
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ...['true', 'yes', 'on'].flatMap((word) => spellings(word).map((text) => [text, true] as const)),
  ...['false', 'no', 'off'].flatMap((word) =>
    spellings(word).map((text) => [text, false] as const),
  ),
  ...['', '~', ...spellings('null')].map((text) => [text, null] as const),
]);

/**
 * The plain value of a node, every intrinsic function in its long form: `!GetAtt a.b` is
 * `{ 'Fn::GetAtt': ['a', 'b'] }`. A number that would lose digits (`012345678901`, `14.10`, `1_000`) stays text.
 */
export function toCfnValue(node: YamlNode): CfnValue {
  const name = findFunctionName(node);
  const value = plainValue(node, name !== undefined);
  if (name === undefined) return value;
  if (BARE_FUNCTIONS.has(name)) return { [name]: value };
  if (name === 'GetAtt' && typeof value === 'string')
    return { 'Fn::GetAtt': splitAttribute(value.trim()) };
  return { [`Fn::${name}`]: value };
}

/** `Ref` of `!Ref X`; undefined without a tag and for tags of YAML itself (`!!str`). */
export function findFunctionName(node: YamlNode): string | undefined {
  const { tag } = node;
  return tag && /^![^!<]/.test(tag) ? tag.slice(1) : undefined;
}

/** Value of a scalar without a function: text, number, boolean or null. */
export function scalarValue(node: YamlScalar): string | number | boolean | null {
  if (!node.isPlain || node.tag === '!!str') return node.value;
  const constant = CONSTANTS.get(node.value);
  if (constant !== undefined) return constant;
  const number = /^[-+]?\.?\d/.test(node.value) ? Number(node.value) : Number.NaN;
  return String(number) === node.value ? number : node.value;
}

function plainValue(node: YamlNode, isArgument: boolean): CfnValue {
  switch (node.kind) {
    case 'scalar':
      // `!Sub 5` and `!Ref Yes` have text as their argument.
      return isArgument ? node.value : scalarValue(node);
    case 'sequence':
      return node.items.map(toCfnValue);
    case 'mapping':
      return mappingValue(node);
  }
}

function mappingValue(node: YamlMapping): CfnObject {
  const own: [string, CfnValue][] = [];
  const merged: [string, CfnValue][] = [];
  for (const entry of node.entries) {
    const key = keyText(entry);
    const value = toCfnValue(entry.value);
    if (key === '<<' && entry.key.kind === 'scalar' && entry.key.isPlain)
      merged.push(...[value].flat().flatMap((part) => Object.entries(asCfnObject(part))));
    else own.push([key, value]);
  }
  // Object.fromEntries makes own properties even of `__proto__`; an earlier merge wins over a later one.
  return Object.fromEntries([...merged.reverse(), ...own]);
}

export function isCfnObject(value: CfnValue | undefined): value is CfnObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object itself, an empty one for anything else. */
export function asCfnObject(value: CfnValue | undefined): CfnObject {
  return isCfnObject(value) ? value : {};
}

function splitAttribute(text: string): CfnValue {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function spellings(word: string): string[] {
  return [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)];
}
