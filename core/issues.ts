/** One mistake (or doubt) in what the user wrote, with the place and the way out. Issues are collected, never thrown one by one. */
export type Issue = {
  readonly severity: 'error' | 'warning';
  /** Path relative to the workspace root, for instance `copilot/api/manifest.yml`. */
  readonly file: string;
  /** 1-based; absent when the whole file is meant. */
  readonly line?: number;
  readonly column?: number;
  /** Path of the field, for instance `http.healthcheck.interval` or `sidecars.nginx.port`. */
  readonly field?: string;
  /** What is wrong, lowercase, no full stop, with the value found. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
};

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error');
}

/** `copilot/api/manifest.yml:12:3  error  http.path: "path" must be specified (add http.path, for instance "/")` */
export function formatIssue(issue: Issue): string {
  const place = [issue.file, issue.line, issue.column]
    .filter((part) => part !== undefined)
    .join(':');
  const field = issue.field ? `${issue.field}: ` : '';
  const hint = issue.hint ? ` (${issue.hint})` : '';
  return `${place}  ${issue.severity}  ${field}${issue.message}${hint}`;
}
