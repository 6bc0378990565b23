import type { Graph } from './sort-graph.js';

const BITS = 32;

/**
 * The graph without the edges that follow from others (a waits for b and c, b waits for c: a need not name c).
 * `names` in topological order. Ancestors are kept as bits, so that a thousand names take milliseconds.
 */
export function reduceGraph(graph: Graph, names: readonly string[]): Graph {
  const places = new Map(names.map((name, place) => [name, place]));
  const ancestors = new Map<string, Uint32Array>();
  return new Map(
    names.map((name) => {
      // The latest first: only what comes later in the order can have another one among its ancestors.
      const needs = [...(graph.get(name) ?? [])].sort(
        (a, b) => (places.get(b) ?? 0) - (places.get(a) ?? 0),
      );
      const covered = new Uint32Array(Math.ceil(names.length / BITS));
      const kept = needs.filter((need) => {
        const place = places.get(need) ?? 0;
        if (hasBit(covered, place)) return false;
        setBit(covered, place);
        unite(covered, ancestors.get(need));
        return true;
      });
      ancestors.set(name, covered);
      return [name, new Set(kept)];
    }),
  );
}

function hasBit(bits: Uint32Array, place: number): boolean {
  return (((bits[Math.floor(place / BITS)] ?? 0) >>> (place % BITS)) & 1) === 1;
}

function setBit(bits: Uint32Array, place: number): void {
  const word = Math.floor(place / BITS);
  bits[word] = (bits[word] ?? 0) | (1 << (place % BITS));
}

function unite(bits: Uint32Array, more: Uint32Array | undefined): void {
  more?.forEach((word, index) => {
    bits[index] = (bits[index] ?? 0) | word;
  });
}
