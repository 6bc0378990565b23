import * as z from 'zod';
import {
  customResource,
  type ResourceRequest,
} from '../../../functions/custom-resources/support/custom-resource.js';
import {
  aContext,
  aCreation,
  aDeletion,
  answerOf,
  anUpdate,
} from '../../support/custom-resource-events.js';

const Properties = z.object({ Name: z.string() });
type Request = ResourceRequest<z.output<typeof Properties>>;

test('a success is answered with physical id and attributes', async () => {
  const handler = customResource(Properties, async ({ properties }) => ({
    physicalId: properties.Name,
    data: { Arn: 'arn:1' },
  }));
  expect(await answerOf(handler, aCreation({ Name: 'one' }))).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'one',
    Data: { Arn: 'arn:1' },
    StackId: expect.stringContaining('stack/shop-test'),
    RequestId: 'request-1',
    LogicalResourceId: 'TheResource',
  });
});

test('an error is answered as a failure with its reason and where the log is', async () => {
  const handler = customResource(Properties, async () => {
    throw new Error('no such zone');
  });
  expect(await answerOf(handler, aCreation({ Name: 'one' }))).toMatchObject({
    Status: 'FAILED',
    Reason: 'no such zone (log: /aws/lambda/resource/stream)',
    PhysicalResourceId: 'TheResource',
  });
});

test('time that runs out is answered before Lambda ends the function', async () => {
  const handler = customResource(Properties, () => new Promise(() => {}));
  const answer = await answerOf(handler, aCreation({ Name: 'one' }), aContext(60_000));
  expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('ran out') });
});

test('mistaken properties are answered with the field', async () => {
  const handler = customResource(Properties, async () => ({}));
  expect(await answerOf(handler, aCreation({ Name: 1 }))).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('Name'),
  });
});

test('the deletion of what was refused for its properties succeeds', async () => {
  const run = jest.fn(async () => ({}));
  const answer = await answerOf(customResource(Properties, run), aDeletion({ Name: 1 }));
  expect(answer.Status).toBe('SUCCESS');
  expect(run).not.toHaveBeenCalled();
});

test('what was remembered before a failure is the physical id, so that it gets deleted', async () => {
  const handler = customResource(Properties, async ({ remember }: Request) => {
    remember('arn:half-done');
    throw new Error('later trouble');
  });
  expect(await answerOf(handler, aCreation({ Name: 'one' }))).toMatchObject({
    Status: 'FAILED',
    PhysicalResourceId: 'arn:half-done',
  });
});

test('an update keeps its physical id unless it says otherwise', async () => {
  const handler = customResource(Properties, async () => ({}));
  const answer = await answerOf(handler, anUpdate({ Name: 'b' }, { Name: 'a' }, 'kept'));
  expect(answer.PhysicalResourceId).toBe('kept');
});

test('old properties of a shape of long ago count as unknown', async () => {
  const seen: unknown[] = [];
  const handler = customResource(Properties, async ({ oldProperties }: Request) => {
    seen.push(oldProperties);
    return {};
  });
  await answerOf(handler, anUpdate({ Name: 'b' }, { Title: 'a' }));
  await answerOf(handler, anUpdate({ Name: 'b' }, { Name: 'a' }));
  expect(seen).toEqual([undefined, { Name: 'a' }]);
});

test('a long reason is cut, since CloudFormation refuses long answers', async () => {
  const handler = customResource(Properties, async () => {
    throw new Error('x'.repeat(5000));
  });
  const answer = await answerOf(handler, aCreation({ Name: 'one' }));
  expect(answer.Reason.length).toBeLessThanOrEqual(1000);
});

test('an answer that does not get through is sent again', async () => {
  const handler = customResource(Properties, async () => ({}));
  jest.useFakeTimers();
  const fetch = jest
    .spyOn(globalThis, 'fetch')
    .mockRejectedValueOnce(new Error('connection reset'))
    .mockResolvedValueOnce(new Response(null, { status: 503 }))
    .mockResolvedValueOnce(new Response(null, { status: 200 }));
  const done = handler(aCreation({ Name: 'one' }), aContext());
  await jest.runAllTimersAsync();
  await done;
  jest.useRealTimers();
  expect(fetch).toHaveBeenCalledTimes(3);
});

test('the answer carries no content type, which the presigned address would refuse', async () => {
  const handler = customResource(Properties, async () => ({}));
  await answerOf(handler, aCreation({ Name: 'one' }));
  const [, init] = jest.mocked(globalThis.fetch).mock.calls[0] ?? [];
  expect(init).toMatchObject({ method: 'PUT' });
  expect(
    new Request('https://x.example', { method: 'PUT', body: init?.body ?? null }).headers.get(
      'content-type',
    ),
  ).toBeNull();
});
