/** A task of a plan; `predecessors` name other tasks, those that are not among them count as done. */
export type PlannedTask = { readonly name: string; readonly predecessors: readonly string[] };

/**
 * The path that decides how long the whole takes: no concurrency can be faster. `durationOf` in any unit, the length
 * in the same. Tasks must not wait for each other in a circle.
 */
export function findLongestPath(
  tasks: readonly PlannedTask[],
  durationOf: (name: string) => number,
): { readonly length: number; readonly path: readonly string[] } {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const ends = new Map<string, { readonly end: number; readonly after: string | null }>();
  for (const { name } of tasks) visit(name);
  const last = latestOf(ends, [...ends.keys()]);
  const path: string[] = [];
  for (let name = last; name !== null; name = ends.get(name)?.after ?? null) path.unshift(name);
  return { length: last === null ? 0 : (ends.get(last)?.end ?? 0), path };

  /** Depth first without recursion: a chain may be thousands long. */
  function visit(start: string): void {
    const way = [start];
    while (way.length > 0) {
      const name = way.at(-1) ?? start;
      const needs = (byName.get(name)?.predecessors ?? []).filter((need) => byName.has(need));
      const open = needs.find((need) => !ends.has(need));
      if (open !== undefined && !ends.has(name)) {
        way.push(open);
        continue;
      }
      way.pop();
      if (ends.has(name)) continue;
      const after = latestOf(ends, needs);
      ends.set(name, {
        end: (after === null ? 0 : (ends.get(after)?.end ?? 0)) + durationOf(name),
        after,
      });
    }
  }
}

function latestOf(
  ends: ReadonlyMap<string, { readonly end: number }>,
  names: readonly string[],
): string | null {
  let latest: string | null = null;
  for (const name of names) {
    const isLater = latest === null || (ends.get(name)?.end ?? 0) > (ends.get(latest)?.end ?? 0);
    if (isLater) latest = name;
  }
  return latest;
}
