import type * as z from 'zod';
import { AutolandError } from '../../core/errors.js';
import { logger } from './logger.js';

/** Keys of an input that identify what is worked on; they go onto every log line of the invocation. */
const LOG_KEYS = ['deploymentId', 'epoch', 'phase', 'name', 'action'] as const;

/**
 * Wraps a step of a state machine: parse the input, run, log a failure once. A mistaken input is `InputInvalid`
 * (a ZodError would reach Step Functions under its own name); AWS throttling that outlasted the SDK's retries is
 * `Throttled`, which the state machines retry. Everything else passes through untouched.
 */
export function step<S extends z.ZodType, R>(
  schema: S,
  run: (input: z.output<S>) => Promise<R>,
): (event: unknown) => Promise<R> {
  return async (event) => {
    const parsed = schema.safeParse(event);
    if (!parsed.success) {
      const problems = parsed.error.issues.map(
        (issue) => `${issue.path.join('.')}: ${issue.message}`,
      );
      throw new AutolandError('InputInvalid', `unexpected input: ${problems.join('; ')}`);
    }
    logger.appendKeys(logKeysOf(event));
    try {
      return await run(parsed.data);
    } catch (error) {
      logFailure(error);
      throw isThrottling(error)
        ? new AutolandError('Throttled', `AWS throttled the call: ${(error as Error).message}`, {
            cause: error,
          })
        : error;
    } finally {
      logger.resetKeys();
    }
  };
}

/** Thrown to be retried by the state machine; nothing is wrong. */
const EXPECTED = new Set(['ChangeSetPending']);

function logFailure(error: unknown): void {
  if (error instanceof Error && EXPECTED.has(error.name))
    logger.debug('not yet', { reason: error.message });
  else
    logger.error('step failed', {
      error: error instanceof Error ? error : new Error(String(error)),
    });
}

function logKeysOf(event: unknown): Record<string, unknown> {
  const input = event as Record<string, unknown>;
  return Object.fromEntries(
    LOG_KEYS.filter((key) => input[key] !== undefined).map((key) => [key, input[key]]),
  );
}

const THROTTLING_NAMES = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'SlowDown',
]);

/** True for the throttling errors of the services in use, by the names their SDK clients throw. */
export function isThrottling(error: unknown): boolean {
  return error instanceof Error && THROTTLING_NAMES.has(error.name);
}
