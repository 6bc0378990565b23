import type * as z from 'zod';
import type { WorkloadType } from '../../workspace/workspace.js';
import { BackendService } from './backend-service.js';
import { LoadBalancedWebService } from './load-balanced-web-service.js';
import { RequestDrivenWebService } from './request-driven-web-service.js';
import { ScheduledJob } from './scheduled-job.js';
import { StaticSite } from './static-site.js';
import { WorkerService } from './worker-service.js';

export const WORKLOAD_SCHEMAS = {
  'Load Balanced Web Service': LoadBalancedWebService,
  'Backend Service': BackendService,
  'Worker Service': WorkerService,
  'Scheduled Job': ScheduledJob,
  'Request-Driven Web Service': RequestDrivenWebService,
  'Static Site': StaticSite,
} as const satisfies { readonly [Type in WorkloadType]: z.ZodObject };

/** A manifest merged for one environment, told apart by `type`. */
export type WorkloadManifest =
  | LoadBalancedWebService
  | BackendService
  | WorkerService
  | ScheduledJob
  | RequestDrivenWebService
  | StaticSite;

/** Long-running services on ECS. */
export type EcsService = LoadBalancedWebService | BackendService | WorkerService;

/** Everything that runs as an ECS task. */
export type EcsWorkload = EcsService | ScheduledJob;
