/** One measured figure; with a budget it is held against it. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** At most this much. */
  readonly budget?: number;
  readonly detail?: string;
};

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export const isOver = (figure: Figure): boolean =>
  figure.budget !== undefined && figure.value > figure.budget;

/** `  render one service, warm            2.1 ms   (budget 5)   detail`; `!` in front of what is over its budget. */
export function formatFigure(figure: Figure): string {
  const value = Number.isInteger(figure.value) ? String(figure.value) : figure.value.toFixed(2);
  const budget = figure.budget === undefined ? '' : `(budget ${figure.budget})`;
  return `${isOver(figure) ? '!' : ' '} ${figure.name.padEnd(52)} ${`${value} ${figure.unit}`.padStart(16)} ${budget.padEnd(14)} ${figure.detail ?? ''}`.trimEnd();
}
