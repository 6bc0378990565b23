import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { invokeFunction } from '../../../../functions/support/aws/invoke-function.js';
import { answerLambdaCalls } from '../../../../local/lambda-client.js';

/** The client, answered as the embedded runtime does. */
function answering(handler: (event: unknown) => unknown): void {
  const answer = answerLambdaCalls(async (_name, event) => handler(event) as never);
  mockClient(LambdaClient)
    .on(InvokeCommand)
    .callsFake((input) => answer('Invoke', input));
}

const named = (name: string) => Object.assign(new Error('the reason'), { name });

describe('invokeFunction', () => {
  test('gives what the function answers', async () => {
    answering((event) => ({ got: event }));
    await expect(invokeFunction('f', { a: 1 })).resolves.toEqual({ got: { a: 1 } });
  });

  test('an error of ours keeps its name, so that the API answers with its status', async () => {
    answering(() => {
      throw named('NotFound');
    });
    await expect(invokeFunction('f', {})).rejects.toMatchObject({
      name: 'NotFound',
      message: 'the reason',
    });
  });

  test('any other error is a failure on our side that names the function', async () => {
    answering(() => {
      throw named('TypeError');
    });
    await expect(invokeFunction('f', {})).rejects.toMatchObject({
      name: 'Error',
      message: 'function f failed: TypeError: the reason',
    });
  });
});
