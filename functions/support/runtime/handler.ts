import type * as z from 'zod';
import { AutolandError } from '../../../core/errors.js';
import { atDeployment } from '../places/of-deployment.js';
import { logger } from './logger.js';

/** Keys of an input that identify what is worked on; they go onto every log line of the invocation. */
const LOG_KEYS = ['deploymentId', 'epoch', 'phase', 'name', 'action'] as const;

/**
 * Wraps a step of a state machine: parse the input, run, log a failure once. A mistaken input is `InputInvalid`
 * (a ZodError would reach Step Functions under its own name); what AWS refused or failed to answer for the moment, and
 * went on to for as long as the SDK tried, is `Throttled`, which the state machines retry. Everything else passes
 * through untouched. What a deployment asks of AWS is asked where its environment is.
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
      const { deploymentId } = event as { readonly deploymentId?: string };
      if (deploymentId === undefined) return await run(parsed.data);
      return await atDeployment(deploymentId, () => run(parsed.data));
    } catch (error) {
      logFailure(error);
      throw isPassing(error)
        ? new AutolandError('Throttled', `AWS is busy: ${error.name}: ${error.message}`, {
            cause: error,
          })
        : error;
    } finally {
      logger.resetKeys();
    }
  };
}

/** Thrown to be retried by the state machine; nothing is wrong. */
const EXPECTED = new Set(['ChangeSetPending', 'StackBusy']);

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

/** Names and codes of connections that were lost or never made. */
const LOST = new Set([
  'TimeoutError',
  'RequestTimeout',
  'ECONNREFUSED',
  'ECONNRESET',
  // Of looking a name up, when the resolver has no answer for the moment.
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** True for what passes by itself: throttling, by the names of the services in use, failing servers, lost connections. */
function isPassing(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  // Of an SDK exception and of Node's own errors; absent elsewhere.
  const { $fault, code } = error as Error & { readonly $fault?: string; readonly code?: string };
  return (
    THROTTLING_NAMES.has(error.name) ||
    LOST.has(error.name) ||
    LOST.has(code ?? '') ||
    $fault === 'server'
  );
}
