import type { HttpHealthCheck, HttpHealthCheckArgs } from '../schema/http.js';
import type { ContainerHealthCheck } from '../schema/image.js';
import { parseGoDuration } from './go-duration.js';

/** Times in seconds. */
export type ResolvedContainerHealthCheck = {
  readonly command: readonly string[];
  readonly interval: number;
  readonly retries: number;
  readonly timeout: number;
  readonly startPeriod: number;
};

const DEFAULT_COMMAND = ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'];

/**
 * A container's health check with Copilot's defaults filled in: as soon as one field is set, all are rendered.
 * Undefined where none is set.
 */
export function resolveContainerHealthCheck(
  check: ContainerHealthCheck | undefined,
): ResolvedContainerHealthCheck | undefined {
  if (check === undefined || Object.values(check).every((value) => value === undefined)) {
    return undefined;
  }
  return {
    command: check.command ?? DEFAULT_COMMAND,
    interval: parseGoDuration(check.interval ?? '10s'),
    retries: check.retries ?? 2,
    timeout: parseGoDuration(check.timeout ?? '5s'),
    startPeriod: parseGoDuration(check.start_period ?? '0s'),
  };
}

/** The map form of an `http.healthcheck`: the short form is its path. Nothing is filled in. */
export function resolveHttpHealthCheck(check: HttpHealthCheck | undefined): HttpHealthCheckArgs {
  return typeof check === 'string' ? { path: check } : (check ?? {});
}
