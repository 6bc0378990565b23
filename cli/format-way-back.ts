import type { Reversibility } from '../core/rollback/reversibility.js';

type Shown = Pick<Reversibility, 'way' | 'reasons' | 'warnings'>;

/** Whether there is a way back, with the reasons; nothing where nobody has looked. */
export function formatWayBack(wayBack: Shown | null): readonly string[] {
  if (!wayBack) return [];
  const { way, reasons, warnings } = wayBack;
  return [
    `Way back: ${way}`,
    ...reasons.map(({ stack, message }) => `  ${stack ? `${stack}: ` : ''}${message}`),
    ...warnings.map(({ stack, message }) => `  ${stack ? `${stack}: ` : ''}${message}`),
  ];
}
