import type { Reversibility } from './reversibility.js';

/** More reasons than this nobody reads, and a deployment is one item of a table. */
const MOST = 30;

/** As it is kept with a deployment; what is left out is counted. Reasons that weigh more come first. */
export function shortenReversibility({
  way,
  reasons,
  warnings,
}: Reversibility): Pick<Reversibility, 'way' | 'reasons' | 'warnings'> {
  const sorted = [
    ...reasons.filter(({ weight }) => weight === 'one-way'),
    ...reasons.filter(({ weight }) => weight !== 'one-way'),
  ];
  const left = Math.max(0, sorted.length - MOST) + Math.max(0, warnings.length - MOST);
  const more = { stack: null, message: `${left} more; a plan of the same request tells all` };
  return {
    way,
    reasons: sorted.slice(0, MOST),
    warnings: [...warnings.slice(0, MOST), ...(left > 0 ? [more] : [])],
  };
}
