/** What ValidateStateMachineDefinition says about a definition; wording follows AWS where a recording of it exists. */
export type Diagnostic = {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** For instance `/States/Deploy stack/TimeoutSeconds`. */
  readonly location?: string;
};

export type Report = (location: string | undefined, message: string, code?: string) => void;

/** `Invalid State Machine Definition: 'CODE: message at /location, CODE: …'` */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const lines = diagnostics.map(({ code, message, location }) =>
    location === undefined ? `${code}: ${message}` : `${code}: ${message} at ${location}`,
  );
  return `Invalid State Machine Definition: '${lines.join(', ')}'`;
}
