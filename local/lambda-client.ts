import type { FunctionName } from '../functions/support/runtime/triggers.js';
import type { OperationHandler } from './account/simulated-account.js';
import type { Json } from './asl/api.js';

type InvokeInput = { readonly FunctionName: string; readonly Payload?: string | Uint8Array };

/** The payload as the SDK gives it: bytes that know how to become text. */
const toPayload = (value: unknown): object => {
  const text = JSON.stringify(value);
  return Object.assign(new TextEncoder().encode(text), { transformToString: () => text });
};

/** Answers the Lambda client's calls with the very handlers; what one throws comes as Lambda tells it. */
export function answerLambdaCalls(
  invoke: (name: FunctionName, event: unknown) => Promise<Json>,
): OperationHandler {
  return async (operation, input) => {
    if (operation !== 'Invoke')
      throw new Error(`the embedded Lambda does not know the operation ${operation}`);
    const { FunctionName: name, Payload = '{}' } = input as InvokeInput;
    const event: unknown = JSON.parse(Buffer.from(Payload).toString('utf8'));
    try {
      const answer = await invoke(name as FunctionName, event);
      return { StatusCode: 200, Payload: toPayload(answer) };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      const Payload = toPayload({ errorType, errorMessage });
      return { StatusCode: 200, FunctionError: 'Unhandled', Payload };
    }
  };
}
