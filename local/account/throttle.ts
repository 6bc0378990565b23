import type { Dice } from './dice.js';
import type { MishapBoard } from './mishap-board.js';
import { ServiceError } from './service-error.js';

/** Share of calls that the mishap `throttling` refuses. */
const SHARE = 0.1;

/** How each service says that it is too much; the others say ThrottlingException. */
const NAMES: {
  readonly [service: string]: readonly [name: string, message: string, status: number];
} = {
  CloudFormation: ['Throttling', 'Rate exceeded', 400],
  ElasticLoadBalancingV2: ['Throttling', 'Rate exceeded', 400],
  CloudWatch: ['Throttling', 'Rate exceeded', 400],
  DynamoDB: ['ThrottlingException', 'Rate of requests exceeds the allowed throughput.', 400],
  S3: ['SlowDown', 'Please reduce your request rate.', 503],
};

/** Throws in place of the answer, for a seeded share of the calls of each operation. */
export function throttle(
  mishaps: MishapBoard,
  dice: Dice,
  service: string,
  operation: string,
): void {
  if (!mishaps.has('throttling') || dice.roll(`throttle/${service}.${operation}`) >= SHARE) return;
  const [name, message, status] = NAMES[service] ?? ['ThrottlingException', 'Rate exceeded', 400];
  throw new ServiceError(name, message, { status });
}

export const isThrottling = (error: unknown): boolean =>
  error instanceof ServiceError &&
  ['Throttling', 'ThrottlingException', 'SlowDown'].includes(error.name);
