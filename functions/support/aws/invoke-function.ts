import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AutolandError, isErrorName } from '../../../core/errors.js';

export const lambda = new LambdaClient({});

type Failure = { readonly errorType?: string; readonly errorMessage?: string };

/**
 * Calls another function of ours and waits for its answer, which is trusted to have the shape `T`. What it throws is
 * thrown here: with its name where that is one of ours.
 */
export async function invokeFunction<T>(name: string, input: object): Promise<T> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(input) }),
  );
  const answer: unknown = JSON.parse(Payload?.transformToString() || 'null');
  if (FunctionError === undefined) return answer as T;
  const { errorType = FunctionError, errorMessage = '' } = (answer ?? {}) as Failure;
  if (isErrorName(errorType)) throw new AutolandError(errorType, errorMessage);
  throw new Error(`function ${name} failed: ${errorType}: ${errorMessage}`);
}
