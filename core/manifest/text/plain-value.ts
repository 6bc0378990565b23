import { findFunctionName, toCfnValue } from '../../addons/cfn-yaml.js';
import {
  keyText,
  type YamlEntry,
  type YamlMapping,
  type YamlNode,
} from '../../addons/yaml-nodes.js';
import { errorAt, type Finding } from './finding.js';
import type { Path } from './path.js';
import { resolvePlainScalar } from './scalar-text.js';

type PlainMap = { [key: string]: unknown };

/** Nesting beyond this comes from aliases inside aliases; recursion must not follow it. */
const MAX_DEPTH = 60;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const STANDARD_TAGS: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'seq', 'map'].map((name) => `!!${name}`),
);

/**
 * Turns YAML nodes into plain values: merge keys are resolved, spellings of numbers kept ({@link ScalarText}), and
 * what must not be there is found: two equal keys, tags, keys of JavaScript's prototypes.
 */
export class PlainValues {
  readonly findings: Finding[] = [];

  readRoot(node: YamlMapping): PlainMap {
    this.#refuseTag(node, []);
    return this.#mapping(node, []);
  }

  #read(node: YamlNode, path: Path): unknown {
    if (path.length > MAX_DEPTH) {
      if (!this.findings.some((finding) => finding.message.startsWith('nested')))
        this.findings.push(errorAt(path, `nested deeper than ${MAX_DEPTH} levels`));
      return null;
    }
    if (node.kind === 'scalar') return this.#scalar(node.value, node.isPlain, node, path);
    this.#refuseTag(node, path);
    if (node.kind === 'sequence')
      return node.items.map((item, i) => this.#read(item, [...path, i]));
    return this.#mapping(node, path);
  }

  #scalar(text: string, isPlain: boolean, node: YamlNode, path: Path): unknown {
    this.#refuseTag(node, path);
    return isPlain && node.tag !== '!!str' ? resolvePlainScalar(text) : text;
  }

  #refuseTag(node: YamlNode, path: Path): void {
    if (node.tag === undefined || node.tag === '!' || STANDARD_TAGS.has(node.tag)) return;
    const hint = findFunctionName(node)
      ? 'manifests know no CloudFormation functions except in values of taskdef_overrides; to import an export write from_cfn'
      : 'remove the tag';
    this.findings.push(errorAt(path, `tag ${node.tag} is not allowed here`, hint));
  }

  #mapping(node: YamlMapping, path: Path): PlainMap {
    const own: PlainMap = {};
    const merged: PlainMap[] = [];
    for (const entry of node.entries) {
      const key = keyText(entry);
      if (isMergeKey(entry)) merged.push(...this.#mergedMaps(entry.value, [...path, key]));
      else if (this.#refuseKey(entry, own, path)) continue;
      else own[key] = this.#entryValue(entry, [...path, key]);
    }
    if (merged.length === 0) return own;
    return Object.assign({}, ...merged.reverse(), own);
  }

  #refuseKey(entry: YamlEntry, own: PlainMap, path: Path): boolean {
    const key = keyText(entry);
    const at = [...path, key];
    const refuse = (message: string, hint: string) => {
      this.findings.push({ ...errorAt(at, message, hint), atKey: true });
      return true;
    };
    if (entry.key.kind !== 'scalar') return refuse('a key must be text', 'write a plain key');
    if (FORBIDDEN_KEYS.has(key))
      return refuse(`key "${key}" is not allowed`, 'remove or rename it');
    if (Object.hasOwn(own, key))
      return refuse(`key "${key}" is given twice`, 'keep one of the two, or join their contents');
    return false;
  }

  #entryValue(entry: YamlEntry, path: Path): unknown {
    // Values of taskdef_overrides are CloudFormation, tags and all; they are put into the template as they are.
    const isOverride = path.at(-1) === 'value' && path.at(-3) === 'taskdef_overrides';
    return isOverride && path.length <= 5 ? toCfnValue(entry.value) : this.#read(entry.value, path);
  }

  #mergedMaps(node: YamlNode, path: Path): PlainMap[] {
    const parts = node.kind === 'sequence' ? node.items : [node];
    return parts.flatMap((part, index) => {
      if (part.kind === 'mapping') return [this.#mapping(part, [...path, index])];
      this.findings.push(errorAt(path, 'a merge key (<<) takes a map or a list of maps'));
      return [];
    });
  }
}

function isMergeKey(entry: YamlEntry): boolean {
  return entry.key.kind === 'scalar' && entry.key.isPlain && entry.key.value === '<<';
}
