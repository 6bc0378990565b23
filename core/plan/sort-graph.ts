/** Names, each with those that come before it. Every name that is needed is a key too. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

export type SortedGraph =
  /** By rank, then by name. Rank: length of the longest path that leads to the name; same rank can run side by side. */
  | {
      readonly ok: true;
      readonly names: readonly string[];
      readonly ranks: ReadonlyMap<string, number>;
    }
  /** Per knot of names that wait for each other its shortest cycle: each needs the next, the last is the first again. */
  | { readonly ok: false; readonly cycles: readonly (readonly string[])[] };

/** Topological order in time linear in names and edges (but for the sorting by name). */
export function sortGraph(graph: Graph): SortedGraph {
  const ranks = rankAcyclic(graph);
  if (ranks.size < graph.size) return { ok: false, cycles: findCycles(graph, ranks) };
  const rankOf = (name: string): number => ranks.get(name) ?? 0;
  const names = [...graph.keys()].sort((a, b) => rankOf(a) - rankOf(b) || compareNames(a, b));
  return { ok: true, names, ranks };
}

/** Ranks of all names that neither are in a cycle nor wait for one (Kahn). */
function rankAcyclic(graph: Graph): ReadonlyMap<string, number> {
  const dependents = reverse(graph);
  const missing = new Map([...graph].map(([name, needs]) => [name, needs.size]));
  const ranks = new Map<string, number>();
  let wave = [...graph.keys()].filter((name) => missing.get(name) === 0);
  for (let rank = 0; wave.length > 0; rank += 1) {
    const next: string[] = [];
    for (const name of wave) {
      ranks.set(name, rank);
      for (const dependent of dependents.get(name) ?? []) {
        const left = (missing.get(dependent) ?? 0) - 1;
        missing.set(dependent, left);
        if (left === 0) next.push(dependent);
      }
    }
    wave = next;
  }
  return ranks;
}

/** Who waits for each name. */
export function reverse(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>([...graph.keys()].map((name) => [name, []]));
  for (const [name, needs] of graph) for (const need of needs) dependents.get(need)?.push(name);
  return dependents;
}

function findCycles(
  graph: Graph,
  ranked: ReadonlyMap<string, number>,
): readonly (readonly string[])[] {
  const left = [...graph.keys()].filter((name) => !ranked.has(name)).sort(compareNames);
  const seen = new Set<string>();
  const cycles: (readonly string[])[] = [];
  for (const name of left) {
    if (seen.has(name)) continue;
    const cycle = findShortestCycle(graph, ranked, name);
    // A name that only waits for a cycle is in none.
    if (!cycle) continue;
    cycles.push(cycle);
    for (const other of findKnot(graph, ranked, name)) seen.add(other);
  }
  return cycles;
}

/** The shortest way from a name along what it needs back to itself. */
function findShortestCycle(
  graph: Graph,
  ranked: ReadonlyMap<string, number>,
  start: string,
): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const name of queue) {
    for (const need of [...(graph.get(name) ?? [])].sort(compareNames)) {
      if (need === start) return [...tracePath(cameFrom, start, name), start];
      if (ranked.has(need) || cameFrom.has(need)) continue;
      cameFrom.set(need, name);
      queue.push(need);
    }
  }
  return undefined;
}

function tracePath(
  cameFrom: ReadonlyMap<string, string>,
  start: string,
  end: string,
): readonly string[] {
  const path = [end];
  for (let name = end; name !== start; ) {
    name = cameFrom.get(name) ?? start;
    path.unshift(name);
  }
  return path;
}

/** All names that need `name` and are needed by it, however far. */
function findKnot(
  graph: Graph,
  ranked: ReadonlyMap<string, number>,
  name: string,
): readonly string[] {
  const forward = reach((at) => graph.get(at) ?? [], ranked, name);
  const dependents = reverse(graph);
  const backward = reach((at) => dependents.get(at) ?? [], ranked, name);
  return [...forward].filter((other) => backward.has(other));
}

function reach(
  neighbours: (name: string) => Iterable<string>,
  ranked: ReadonlyMap<string, number>,
  start: string,
): ReadonlySet<string> {
  const found = new Set([start]);
  for (const name of found) {
    for (const other of neighbours(name)) if (!ranked.has(other)) found.add(other);
  }
  return found;
}

export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
