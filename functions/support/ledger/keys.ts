import { createHash } from 'node:crypto';
import type { EnvironmentKey } from './leases.js';
import type { Key } from './store.js';

/**
 * Access patterns of the table. Every row is read by its whole key, or by pk and the beginning of sk:
 *
 * | what | pk | sk | index |
 * |---|---|---|---|
 * | deployment | `deployment/<id>` | `deployment` | `deployments/<app>/<env>`, by creation |
 * | its timeline, its steps | `deployment/<id>` | `timeline/<entry>`, `step/<name>` | |
 * | deployments that have not ended | `open` | `<id>` | |
 * | idempotency key | `request/<key>` | `request` | |
 * | leases of an environment | `environment/<app>/<env>` | `leases` | `leases` while somebody holds or waits |
 * | stack operations under way | `slots/<account>/<region>` | number | |
 * | its releases | `environment/<app>/<env>` | `release/<epoch>/<deployment>` | |
 * | what deletions took out of it | `environment/<app>/<env>` | `removal/<epoch>/<deployment>` | |
 * | its protection | `environment/<app>/<env>` | `protection` | |
 * | content rolled back there | `environment/<app>/<env>` | `rolled-back/<release>` | |
 * | wait | `wait/<subject>` | hash of the token | `waits`, by deployment |
 * | guard after success | `alarm/<name>` | `<app>/<env>/<workload>` | `guards`, by end |
 * | approval | `approval/<id>` | `approval` | |
 * | plan | `plan/<id>` | `plan` | |
 *
 * An item may have 400 KB: large things lie in S3, and long bodies are packed (`packBody`). The leases of an environment with their queue are one item, so a
 * scope of hundreds of workloads is better said as `all`.
 */
export const deploymentPk = (deploymentId: string): string => `deployment/${deploymentId}`;

/** The deployment of a `deployment/…` key. */
export const deploymentIdOf = (pk: string): string => pk.slice('deployment/'.length);

/** Sort keys of the lines of a timeline. */
export const TIMELINE_PREFIX = 'timeline/';

export const deploymentKey = (deploymentId: string): Key => ({
  pk: deploymentPk(deploymentId),
  sk: 'deployment',
});

export const environmentPk = ({ application, environment }: EnvironmentKey): string =>
  `environment/${application}/${environment}`;

export const deploymentsOf = ({ application, environment }: EnvironmentKey): string =>
  `deployments/${application}/${environment}`;

/** Callers choose idempotency keys freely; as a hash they fit into a key whatever their length. */
export const requestKey = (idempotencyKey: string): Key => ({
  pk: `request/${hashText(idempotencyKey)}`,
  sk: 'request',
});

export const OPEN = 'open';
export const WAITS = 'waits';
export const ACTIVE_LEASES = 'leases';
export const GUARDS = 'guards';

/** Numbers in keys sort as numbers. */
export const sortable = (value: number): string => String(value).padStart(15, '0');

export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Milliseconds to the seconds that DynamoDB's time to live counts in. */
export const expireAfter = (fromMs: number, days: number): number =>
  Math.ceil(fromMs / 1000) + days * 86_400;

/** How long deployments and all that belongs to them are remembered. */
export const KEPT_DAYS = 400;
