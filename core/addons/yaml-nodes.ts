import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, YAMLException } from 'js-yaml';
import { parseLenientEvents } from './flow-indentation.js';

/** A YAML node as it was written: tag, text and place are kept, which js-yaml's `load` throws away. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

type Written = {
  /** As written, for instance `!Ref` or `!!str`. */
  readonly tag: string | undefined;
  /** Where the node starts in the text, its tag included. */
  readonly offset: number;
};
export type YamlScalar = Written & {
  readonly kind: 'scalar';
  readonly value: string;
  /** Neither quoted nor a block: only a plain scalar can be a number, a boolean or null. */
  readonly isPlain: boolean;
};
export type YamlSequence = Written & {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
};
export type YamlEntry = { readonly key: YamlNode; readonly value: YamlNode };
export type YamlMapping = Written & {
  readonly kind: 'mapping';
  readonly entries: readonly YamlEntry[];
};

export type Place = { readonly line: number; readonly column: number };

export type YamlResult =
  /** `root` is undefined for an empty document. */
  | { readonly ok: true; readonly root: YamlNode | undefined }
  | { readonly ok: false; readonly message: string; readonly place: Place };

/** Nodes after aliases are expanded; beyond it a text is an attack rather than a template. */
const MAX_NODES = 200_000;
/** The parser stops at 100 levels by itself, but aliases inside aliases go on; whoever walks the nodes recurses. */
const MAX_DEPTH = 200;

/** Line and column of an offset, both from 1, as editors count. */
export function findPlace(text: string, offset: number): Place {
  const before = text.slice(0, Math.max(0, offset));
  const line = before.split('\n').length;
  return { line, column: before.length - before.lastIndexOf('\n') };
}

/** Reads one YAML document. Aliases become the node they stand for. */
export function parseYamlNodes(text: string): YamlResult {
  return readYaml(text, () => parseLenientEvents(text));
}

/** As {@link parseYamlNodes}, for a text whose events are known already. */
export function buildYamlNodes(text: string, events: readonly Event[]): YamlResult {
  return readYaml(text, () => events);
}

function readYaml(text: string, findEvents: () => readonly Event[]): YamlResult {
  try {
    return { ok: true, root: new NodeBuilder(text).build(findEvents()) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const place = findPlace(text, error.mark?.position ?? 0);
    return { ok: false, message: error.reason, place };
  }
}

/** The value of a key of a mapping, the last one where a key is given twice. */
export function findEntry(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  if (node?.kind !== 'mapping') return undefined;
  return node.entries.findLast((entry) => keyText(entry) === key);
}

export function keyText(entry: YamlEntry): string {
  return entry.key.kind === 'scalar' ? entry.key.value : '';
}

type Open = {
  readonly node: YamlSequence | YamlMapping | undefined;
  readonly children: YamlNode[];
  readonly anchor: string | undefined;
};

class NodeBuilder {
  readonly #text: string;
  readonly #anchors = new Map<string, YamlNode>();
  readonly #sizes = new Map<YamlNode, number>();
  readonly #depths = new Map<YamlNode, number>();
  readonly #open: Open[] = [];
  #root: YamlNode | undefined;
  #documents = 0;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  build(events: readonly Event[]): YamlNode | undefined {
    for (const event of events) this.#take(event);
    return this.#root;
  }

  #take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.#documents += 1;
        if (this.#documents > 1) this.#fail('more than one document in the file');
        this.#open.push({ node: undefined, children: [], anchor: undefined });
        return;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const { tag, anchor, offset } = this.#properties(event, event.start);
        const node: YamlSequence | YamlMapping =
          event.type === EVENT_ID.SEQUENCE
            ? { kind: 'sequence', tag, offset, items: [] }
            : { kind: 'mapping', tag, offset, entries: [] };
        this.#open.push({ node, children: [], anchor });
        return;
      }
      case EVENT_ID.SCALAR: {
        const { tag, anchor, offset } = this.#properties(event, event.valueStart);
        const value = getScalarValue(this.#text, event);
        const isPlain = event.style === SCALAR_STYLE.PLAIN;
        this.#add({ kind: 'scalar', tag, offset, value, isPlain }, anchor, 1, 1);
        return;
      }
      case EVENT_ID.ALIAS: {
        const name = this.#text.slice(event.anchorStart, event.anchorEnd);
        this.#offset = event.anchorStart;
        // An anchor is known once its node is complete, so that no node can hold itself.
        const node = this.#anchors.get(name) ?? this.#fail(`unknown alias *${name}`);
        this.#add(node, undefined, this.#sizes.get(node) ?? 1, this.#depths.get(node) ?? 1);
        return;
      }
      case EVENT_ID.POP:
        this.#close();
    }
  }

  #close(): void {
    const open = this.#open.pop();
    if (!open?.node) {
      this.#root = open?.children[0];
      return;
    }
    const { node, children, anchor } = open;
    const size = children.reduce((sum, child) => sum + (this.#sizes.get(child) ?? 1), 1);
    const depth =
      children.reduce((max, child) => Math.max(max, this.#depths.get(child) ?? 1), 0) + 1;
    this.#add(
      node.kind === 'sequence'
        ? { ...node, items: children }
        : { ...node, entries: this.#pair(children) },
      anchor,
      size,
      depth,
    );
  }

  #pair(children: readonly YamlNode[]): YamlEntry[] {
    const entries: YamlEntry[] = [];
    for (let i = 0; i + 1 < children.length; i += 2) {
      const [key, value] = [children[i], children[i + 1]];
      if (key && value) entries.push({ key, value });
    }
    return entries;
  }

  #add(node: YamlNode, anchor: string | undefined, size: number, depth: number): void {
    if (size > MAX_NODES) this.#fail('aliases expand to too large a document');
    if (depth > MAX_DEPTH) this.#fail('aliases nest too deeply');
    this.#sizes.set(node, size);
    this.#depths.set(node, depth);
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    this.#open.at(-1)?.children.push(node);
  }

  #properties(
    event: { anchorStart: number; anchorEnd: number; tagStart: number; tagEnd: number },
    start: number,
  ) {
    const { anchorStart, anchorEnd, tagStart, tagEnd } = event;
    // `anchorStart` is behind the `&`.
    const starts = [start, tagStart, anchorStart - 1].filter((place) => place >= 0);
    // A missing value has no place of its own: the one before it is near enough.
    this.#offset = starts.length > 0 ? Math.min(...starts) : this.#offset;
    return {
      tag: tagStart < 0 ? undefined : this.#text.slice(tagStart, tagEnd),
      anchor: anchorStart < 0 ? undefined : this.#text.slice(anchorStart, anchorEnd),
      offset: this.#offset,
    };
  }

  #fail(message: string): never {
    return YAMLException.throwAt(this.#text, this.#offset, message);
  }
}
