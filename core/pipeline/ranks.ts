export type Ranks =
  /** 0: nothing comes before. Names of one rank run side by side. */
  | { readonly ok: true; readonly ranks: ReadonlyMap<string, number> }
  /** Names along the cycle, the first one again at its end. */
  | { readonly ok: false; readonly cycle: readonly string[] };

/**
 * Rank of every name: the length of the longest path that leads to it. `dependsOn` has every name as a key; a
 * dependency that is no key is ignored.
 */
export function rankNames(dependsOn: ReadonlyMap<string, readonly string[]>): Ranks {
  const ranks = new Map<string, number>();
  const way: string[] = [];
  let cycle: readonly string[] | undefined;

  const visit = (name: string): number => {
    const known = ranks.get(name);
    if (known !== undefined) return known;
    if (way.includes(name)) {
      // The way goes from a name to what it waits for; a cycle is told in the order of work.
      cycle ??= [name, ...way.slice(way.indexOf(name) + 1).reverse(), name];
      return 0;
    }
    way.push(name);
    const needs = (dependsOn.get(name) ?? []).filter((other) => dependsOn.has(other));
    const rank = Math.max(-1, ...needs.map(visit)) + 1;
    way.pop();
    ranks.set(name, rank);
    return rank;
  };

  for (const name of [...dependsOn.keys()].sort()) visit(name);
  return cycle ? { ok: false, cycle } : { ok: true, ranks };
}
