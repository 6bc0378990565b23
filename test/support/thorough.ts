/**
 * `THOROUGH=1 npm test` plays every case of a search, as CI does every night. The ordinary run plays some of them, spread
 * over all, so that it stays short.
 */
export const IS_THOROUGH = process.env.THOROUGH === '1';

/** So many of the cases, spread evenly; all of them in a thorough run. `offset` shifts which. */
export function spread<T>(cases: readonly T[], count: number, offset = 0): readonly T[] {
  if (IS_THOROUGH || cases.length <= count) return cases;
  const stride = cases.length / count;
  return Array.from(
    { length: count },
    (_, index) => cases[(Math.floor(index * stride) + offset) % cases.length] as T,
  );
}

/** Runs of a property that holds of random input: all in a thorough run, else a quarter of them. */
export const runsOf = (count: number): number => (IS_THOROUGH ? count : Math.ceil(count / 4));
