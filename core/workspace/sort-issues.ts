import { formatIssue, type Issue } from '../issues.js';

/** In reading order, each told once: one environment's issues repeat another's. */
export function sortIssues(issues: readonly Issue[]): readonly Issue[] {
  const distinct = new Map(issues.map((issue) => [formatIssue(issue), issue]));
  return [...distinct.values()].sort(
    (one, other) =>
      compareText(one.file, other.file) ||
      (one.line ?? 0) - (other.line ?? 0) ||
      (one.column ?? 0) - (other.column ?? 0),
  );
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
