import { isCancellation } from './cancellation.js';

/** One entry of DescribeEvents with FailedEvents: what early validation, a hook or a resource said. */
export type OperationFailure = {
  readonly kind: 'validation' | 'hook' | 'resource';
  readonly logicalId: string;
  readonly type: string;
  readonly reason: string;
  /** Where in the resource: `/Resources/Queue/Properties/DelaySeconds`. */
  readonly path?: string | undefined;
  /** Name of the hook or of the validation. */
  readonly checkedBy?: string | undefined;
  /** WARN does not stop the operation. */
  readonly isWarning: boolean;
};

/** One line per failure that stopped the operation, for people. */
export function describeFailures(failures: readonly OperationFailure[]): readonly string[] {
  const lines = failures
    .filter(({ isWarning, reason }) => !isWarning && !isCancellation(reason))
    .map(({ kind, logicalId, type, reason, path, checkedBy }) => {
      const by = checkedBy ? `${kind} ${checkedBy}: ` : '';
      const at = path ? ` at ${path}` : '';
      return `${by}${logicalId} (${type})${at}: ${reason}`;
    });
  return [...new Set(lines)];
}
