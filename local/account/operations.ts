import { UnsupportedCall } from './service-error.js';
import type { OperationHandler, ServiceName } from './simulated-account.js';

/** Operations of a service by name, each typed with the SDK's input and output. */
export type Operations = { readonly [operation: string]: (input: never) => unknown };

/** Routes calls to operations. The one cast: whoever calls has an SDK command, typed by the SDK. */
export function createHandler(service: ServiceName, operations: Operations): OperationHandler {
  return async (operation, input) => {
    const run = operations[operation];
    if (!run) throw new UnsupportedCall(service, operation);
    return run((input ?? {}) as never);
  };
}

/** Refuses input fields that would change the answer and that the account does not know how to honour. */
export function refuseFields(
  service: ServiceName,
  operation: string,
  input: object,
  fields: readonly string[],
): void {
  for (const field of fields) {
    if ((input as Record<string, unknown>)[field] !== undefined) {
      throw new UnsupportedCall(service, `${operation} with ${field}`);
    }
  }
}
