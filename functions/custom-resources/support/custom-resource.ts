import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import type * as z from 'zod';
import { AutolandError } from '../../../core/errors.js';
import { logger } from '../../support/runtime/logger.js';
import { type Answer, sendAnswer } from './response.js';

/** One request of CloudFormation, with parsed properties. */
export type ResourceRequest<P> = {
  readonly kind: 'Create' | 'Update' | 'Delete';
  readonly properties: P;
  /** Of an update; undefined also where they have a shape of long ago. */
  readonly oldProperties: P | undefined;
  readonly logicalId: string;
  /** Undefined while the resource is created. */
  readonly physicalId: string | undefined;
  /** The same when Lambda repeats an invocation: what tokens of idempotency are made from. */
  readonly requestId: string;
  /**
   * Fixes the physical id as soon as something exists: CloudFormation deletes by this id what a request that
   * fails later leaves behind.
   */
  readonly remember: (physicalId: string) => void;
};

export type ResourceResult = {
  readonly physicalId?: string;
  readonly data?: Answer['data'];
};

type Handler = (event: CloudFormationCustomResourceEvent, context: Context) => Promise<void>;

/** Time kept for the answer before Lambda ends the function. */
const RESERVE_MS = 20_000;

/**
 * Makes a Lambda handler of one custom resource. CloudFormation gets an answer in every case: mistaken properties,
 * an error, or time running out. A deletion with properties that were never valid succeeds, since nothing was made.
 */
export function customResource<S extends z.ZodType>(
  schema: S,
  run: (request: ResourceRequest<z.output<S>>) => Promise<ResourceResult>,
): Handler {
  return async (event, context) => {
    const attempt = beginAttempt(event);
    const answer = await settle(attempt, context, async () => {
      const properties = schema.safeParse(event.ResourceProperties);
      if (!properties.success) return refuseProperties(event.RequestType, properties.error);
      return run({
        kind: event.RequestType,
        properties: properties.data,
        oldProperties: parseOldProperties(schema, event),
        logicalId: event.LogicalResourceId,
        physicalId: findPhysicalId(event),
        requestId: event.RequestId,
        remember: attempt.remember,
      });
    });
    await sendAnswer(event, context, answer);
  };
}

type Attempt = {
  readonly remember: (physicalId: string) => void;
  readonly currentId: () => string;
};

function beginAttempt(event: CloudFormationCustomResourceEvent): Attempt {
  let id = findPhysicalId(event) ?? event.LogicalResourceId;
  return {
    remember: (physicalId) => {
      id = physicalId;
    },
    currentId: () => id,
  };
}

function findPhysicalId(event: CloudFormationCustomResourceEvent): string | undefined {
  return event.RequestType === 'Create' ? undefined : event.PhysicalResourceId;
}

function parseOldProperties<S extends z.ZodType>(
  schema: S,
  event: CloudFormationCustomResourceEvent,
): z.output<S> | undefined {
  if (event.RequestType !== 'Update') return undefined;
  return schema.safeParse(event.OldResourceProperties).data;
}

function refuseProperties(kind: string, error: z.ZodError): ResourceResult {
  if (kind === 'Delete') return {};
  const problems = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AutolandError('InputInvalid', `unexpected properties: ${problems.join('; ')}`);
}

async function settle(
  attempt: Attempt,
  context: Context,
  work: () => Promise<ResourceResult>,
): Promise<Answer> {
  const deadline = startDeadline(context.getRemainingTimeInMillis() - RESERVE_MS);
  try {
    const result = await Promise.race([work(), deadline.expired]);
    return {
      status: 'SUCCESS',
      physicalId: result.physicalId ?? attempt.currentId(),
      ...(result.data === undefined ? {} : { data: result.data }),
    };
  } catch (error) {
    const trouble = error instanceof Error ? error : new Error(String(error));
    logger.error('custom resource failed', { error: trouble });
    return { status: 'FAILED', physicalId: attempt.currentId(), reason: trouble.message };
  } finally {
    deadline.stop();
  }
}

function startDeadline(duration: number) {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new Error('the time of the function ran out; the next attempt goes on from here')),
      Math.max(duration, 0),
    );
  });
  return { expired, stop: () => clearTimeout(timer) };
}
