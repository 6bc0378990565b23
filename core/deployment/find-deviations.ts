import type { StackStatus } from '../stack/stack-status.js';

/** What is found of one stack after a release or a rollback. */
export type ObservedStackState = {
  readonly name: string;
  readonly stackName: string;
  /** undefined: there is no such stack. */
  readonly status: string | undefined;
  readonly hasTemplate: boolean;
  readonly service:
    | {
        readonly expectedTaskDefinition: string;
        readonly taskDefinition: string;
        readonly running: number;
        /** Tasks that start. */
        readonly pending: number;
        readonly desired: number;
        readonly rolloutState: string;
      }
    | undefined;
};

/** One difference, for people: the stack's name in the workspace, and the words. */
export type Deviation = { readonly name: string; readonly message: string };

/**
 * Where reality differs from the release (invariant I4: SUCCEEDED implies that the target revision serves and the
 * stack has our template).
 */
export function findDeviations(stacks: readonly ObservedStackState[]): readonly Deviation[] {
  return stacks.flatMap((stack) =>
    describeDeviation(stack).map((message) => ({ name: stack.name, message })),
  );
}

/** The stack is whole; whether it has our template is looked at apart. */
const SETTLED: ReadonlySet<string> = new Set<StackStatus>([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]);

function describeDeviation({
  name,
  stackName,
  status,
  hasTemplate,
  service,
}: ObservedStackState): readonly string[] {
  if (status === undefined) return [`${name}: stack ${stackName} does not exist`];
  if (!SETTLED.has(status)) return [`${name}: stack ${stackName} is ${status}`];
  if (!hasTemplate) return [`${name}: stack ${stackName} has another template`];
  if (!service) return [];
  if (service.taskDefinition !== service.expectedTaskDefinition) {
    return [
      `${name}: the service runs ${service.taskDefinition}, not ${service.expectedTaskDefinition}`,
    ];
  }
  if (service.rolloutState !== '' && service.rolloutState !== 'COMPLETED')
    return [`${name}: the service's rollout is ${service.rolloutState}`];
  // Autoscaling goes on meanwhile, and tasks are replaced: what starts is on its way.
  const isServing = service.running > 0 || service.desired === 0;
  if (!isServing || service.running + service.pending < service.desired)
    return [`${name}: ${service.running} of ${service.desired} tasks run`];
  return [];
}
