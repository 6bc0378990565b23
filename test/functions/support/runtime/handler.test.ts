import * as z from 'zod';
import { AutolandError, ERROR_NAMES } from '../../../../core/errors.js';
import { step } from '../../../../functions/support/runtime/handler.js';

const Input = z.object({ deploymentId: z.string(), epoch: z.number() });
const INPUT = { deploymentId: 'd-1', epoch: 1 };

const anSdkError = (name: string): Error => Object.assign(new Error('Rate exceeded'), { name });

describe('step', () => {
  test('runs with what the schema makes of the event, and gives the result', async () => {
    const handler = step(Input, async ({ deploymentId, epoch }) => `${deploymentId} ${epoch}`);
    expect(await handler({ ...INPUT, more: true })).toBe('d-1 1');
  });

  test('a mistaken event is InputInvalid with every mistake, and nothing runs', async () => {
    const run = jest.fn();
    await expect(step(Input, run)({ epoch: 'one' })).rejects.toMatchObject({
      name: 'InputInvalid',
      message: expect.stringMatching(/deploymentId: .*; epoch: /),
    });
    expect(run).not.toHaveBeenCalled();
  });

  test.each([
    ['Throttling', {}],
    ['ThrottlingException', {}],
    ['TooManyRequestsException', {}],
    ['RequestLimitExceeded', {}],
    ['ProvisionedThroughputExceededException', {}],
    ['SlowDown', {}],
    ['ServiceUnavailable', { $fault: 'server' }],
    ['TimeoutError', {}],
    ['Error', { code: 'ECONNRESET' }],
  ])('%s that outlasted the SDK is Throttled, with the cause kept', async (name, fields) => {
    const cause = Object.assign(anSdkError(name), fields);
    await expect(step(Input, () => Promise.reject(cause))(INPUT)).rejects.toMatchObject({
      name: 'Throttled',
      message: `AWS is busy: ${name}: Rate exceeded`,
      cause,
    });
  });

  test.each(ERROR_NAMES)('%s passes through untouched', async (name) => {
    const error = new AutolandError(name, 'for a reason');
    await expect(step(Input, () => Promise.reject(error))(INPUT)).rejects.toBe(error);
  });

  test.each(['AccessDenied', 'ValidationError', 'TypeError'])(
    '%s of AWS or of ours passes through untouched',
    async (name) => {
      const error = anSdkError(name);
      await expect(step(Input, () => Promise.reject(error))(INPUT)).rejects.toBe(error);
    },
  );
});
