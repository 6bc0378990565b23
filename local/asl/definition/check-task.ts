import type { StateMachineType } from '../api.js';
import type { Report } from './diagnostic.js';
import type { MapState, State, TaskState, WaitState } from './machine.js';
import { parseResource } from './resource.js';

/** Rules that a schema of single fields cannot say. */
export function checkTask(
  state: State,
  location: string,
  type: StateMachineType,
  report: Report,
): void {
  checkTransition(state, location, report);
  if (state.Type === 'Task') checkResource(state, location, type, report);
  if (state.Type === 'Wait') checkWait(state, location, report);
  if (state.Type === 'Map') checkMap(state, location, type, report);
  if ('Retry' in state) checkWildcards(state.Retry ?? [], `${location}/Retry`, report);
  if ('Catch' in state) checkWildcards(state.Catch ?? [], `${location}/Catch`, report);
}

/** `States.ALL` stands alone and in the last rule: whatever followed it could never match. */
function checkWildcards(
  rules: readonly { readonly ErrorEquals: readonly string[] }[],
  location: string,
  report: Report,
): void {
  for (const [index, { ErrorEquals }] of rules.entries()) {
    if (!ErrorEquals.includes('States.ALL')) continue;
    if (ErrorEquals.length > 1 || index < rules.length - 1)
      report(
        `${location}[${index}]/ErrorEquals`,
        "'States.ALL' must appear alone and in the last rule",
      );
  }
}

function checkTransition(state: State, location: string, report: Report): void {
  if (state.Type === 'Choice' || state.Type === 'Succeed' || state.Type === 'Fail') return;
  const hasNext = state.Next !== undefined;
  if (hasNext && state.End === true)
    report(location, 'Only one of these fields is allowed: [Next, End]');
  if (!hasNext && state.End !== true)
    report(location, 'One of these fields is required: [Next, End]');
}

function checkResource(
  state: TaskState,
  location: string,
  type: StateMachineType,
  report: Report,
): void {
  const resource = parseResource(state.Resource);
  const place = `${location}/Resource`;
  if (!resource) {
    report(
      place,
      `The resource provided ${state.Resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
    );
  } else if (type === 'EXPRESS' && resource.kind === 'service') {
    // The trailing space is in the recording.
    if (resource.pattern === 'wait-for-task-token')
      report(
        place,
        "Express state machine does not support '.waitForTaskToken' service integration ",
      );
    else if (resource.pattern !== 'request-response')
      report(place, "Express state machine does not support '.sync' service integration");
  }
}

function checkWait(state: WaitState, location: string, report: Report): void {
  const names = ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'] as const;
  const given = names.filter((name) => state[name] !== undefined);
  if (given.length !== 1)
    report(location, `Exactly one of these fields is required: [${names.join(', ')}]`);
}

function checkMap(state: MapState, location: string, type: StateMachineType, report: Report): void {
  const mode = (state.ItemProcessor ?? state.Iterator)?.ProcessorConfig?.Mode;
  if (mode === 'DISTRIBUTED') {
    if (type === 'EXPRESS')
      report(
        location,
        "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
      );
    return;
  }
  for (const name of ['ItemReader', 'ItemBatcher', 'ResultWriter'] as const)
    if (state[name] !== undefined)
      report(location, `Field '${name}' is only supported for the 'DISTRIBUTED' mode`);
}
