import type { Json } from '../api.js';
import { StateFailure } from './failure.js';

/** Bytes of UTF-8 JSON text: input and output of a state, result of a task, a variable. */
export const MAX_PAYLOAD_BYTES = 262_144;

/** The failing event is itself the last one: number 25,000. */
export const MAX_HISTORY_EVENTS = 25_000;

export const MAX_NAME_LENGTH = 80;

export function sizeOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}

/** `subject` is a state's name or a resource ARN. */
export function failOversize(subject: string, isTerminal: boolean): StateFailure {
  return new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    { isTerminal },
  );
}

/** Above the limit a payload between states ends the execution at the transition: no Catch sees it. */
export function checkPayload(stateName: string, payload: Json): void {
  if (sizeOf(payload) > MAX_PAYLOAD_BYTES) throw failOversize(stateName, true);
}

export function checkVariables(
  stateName: string,
  variables: { readonly [name: string]: Json },
): void {
  for (const value of Object.values(variables)) checkPayload(stateName, value);
}
