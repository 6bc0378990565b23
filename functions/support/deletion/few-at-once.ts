/** CloudFormation's reading calls are throttled at some ten a second: more at once would only be retried. */
const WIDTH = 8;

/** `run` for every item, a few at a time; results in the order of the items. */
export async function fewAtOnce<T, R>(
  items: readonly T[],
  run: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += WIDTH) {
    results.push(...(await Promise.all(items.slice(start, start + WIDTH).map(run))));
  }
  return results;
}
