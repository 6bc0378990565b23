import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { pause } from './pause.js';

export type Answer = {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly physicalId: string;
  readonly reason?: string;
  /** Attributes for `Fn::GetAtt`. */
  readonly data?: { readonly [name: string]: unknown };
};

// CloudFormation takes at most 4096 bytes; a long reason would cost the whole answer.
const LONGEST_REASON = 1000;
const PAUSES_MS = [0, 1000, 4000];

/**
 * Tells CloudFormation how a request ended. Without an answer the stack operation would hang for an hour, so a
 * failed upload is tried again.
 */
export async function sendAnswer(
  event: CloudFormationCustomResourceEvent,
  context: Pick<Context, 'logGroupName' | 'logStreamName'>,
  answer: Answer,
): Promise<void> {
  const reason = `${answer.reason ?? ''} (log: ${context.logGroupName}/${context.logStreamName})`;
  const body = JSON.stringify({
    Status: answer.status,
    Reason: reason.trim().slice(0, LONGEST_REASON),
    PhysicalResourceId: answer.physicalId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: answer.data,
  });
  let trouble: unknown;
  for (const wait of PAUSES_MS) {
    await pause(wait);
    try {
      return await upload(event.ResponseURL, body);
    } catch (error) {
      trouble = error;
    }
  }
  throw trouble;
}

/** Bytes rather than text: `fetch` would give text a content type, and the presigned address allows none. */
async function upload(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'PUT', body: new TextEncoder().encode(body) });
  if (!response.ok) {
    throw new Error(`the answer to CloudFormation was refused with status ${response.status}`);
  }
}
