import * as z from 'zod';
import { ImageWithoutPort } from './image.js';
import type { Immutable } from './immutable.js';
import { Logging } from './logging.js';
import { DEFAULT_NETWORK, Network } from './network.js';
import { Publish } from './publish.js';
import { Sidecars } from './sidecars.js';
import { Exec, taskFields } from './task.js';
import { Duration } from './values.js';

export const ScheduledJob = z.object({
  name: z.string(),
  type: z.literal('Scheduled Job'),
  image: ImageWithoutPort,
  on: z.object({ schedule: z.string() }),
  timeout: Duration.optional(),
  retries: z.number().int().optional(),
  ...taskFields,
  /** Read, but without effect: as in Copilot, a job's tasks cannot be entered. */
  exec: Exec.optional(),
  logging: Logging.optional(),
  sidecars: Sidecars.optional(),
  network: Network.default(DEFAULT_NETWORK),
  publish: Publish.optional(),
  /** Workloads that must be deployed before this one. */
  depends_on: z.array(z.string()).optional(),
});
export type ScheduledJob = Immutable<z.infer<typeof ScheduledJob>>;
