import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';

type Properties = { readonly [name: string]: unknown };
type Handler = (event: CloudFormationCustomResourceEvent, context: Context) => Promise<void>;

const BASE = {
  ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:resource',
  ResponseURL: 'https://cloudformation.example/answer?signature=1',
  StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/shop-test/1',
  RequestId: 'request-1',
  LogicalResourceId: 'TheResource',
  ResourceType: 'Custom::Resource',
};

const withToken = (properties: Properties) => ({ ServiceToken: BASE.ServiceToken, ...properties });

export function aCreation(properties: Properties): CloudFormationCustomResourceEvent {
  return { ...BASE, RequestType: 'Create', ResourceProperties: withToken(properties) };
}

export function anUpdate(
  properties: Properties,
  old: Properties,
  physicalId = 'physical-1',
): CloudFormationCustomResourceEvent {
  return {
    ...BASE,
    RequestType: 'Update',
    PhysicalResourceId: physicalId,
    ResourceProperties: withToken(properties),
    OldResourceProperties: withToken(old),
  };
}

export function aDeletion(
  properties: Properties,
  physicalId = 'physical-1',
): CloudFormationCustomResourceEvent {
  return {
    ...BASE,
    RequestType: 'Delete',
    PhysicalResourceId: physicalId,
    ResourceProperties: withToken(properties),
  };
}

/** A Lambda context with this much time left, in milliseconds. */
export const aContext = (remaining = 900_000) =>
  ({
    logGroupName: '/aws/lambda/resource',
    logStreamName: 'stream',
    getRemainingTimeInMillis: () => remaining,
  }) as Context;

export type SentAnswer = {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly Data?: { readonly [name: string]: unknown };
};

/** Keeps what is sent to CloudFormation instead of sending it. */
export function catchAnswers(): readonly SentAnswer[] {
  const answers: SentAnswer[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
    answers.push(JSON.parse(new TextDecoder().decode(init?.body as Uint8Array)));
    return new Response(null, { status: 200 });
  });
  return answers;
}

/** Runs a handler with time that passes by itself, and gives the one answer that CloudFormation got. */
export async function answerOf(
  handler: Handler,
  event: CloudFormationCustomResourceEvent,
  context = aContext(),
): Promise<SentAnswer> {
  jest.useFakeTimers();
  try {
    const answers = catchAnswers();
    const done = handler(event, context);
    await jest.runAllTimersAsync();
    await done;
    if (answers.length !== 1) throw new Error(`${answers.length} answers were sent`);
    return answers[0] as SentAnswer;
  } finally {
    jest.useRealTimers();
  }
}
