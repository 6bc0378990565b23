import * as z from 'zod';
import { WorkerDeployment } from './deployment.js';
import { ImageWithoutPort } from './image.js';
import type { Immutable } from './immutable.js';
import { Logging } from './logging.js';
import { DEFAULT_NETWORK, Network } from './network.js';
import { Publish } from './publish.js';
import { Sidecars } from './sidecars.js';
import { Subscribe } from './subscribe.js';
import { Exec, Observability, taskFields } from './task.js';

export const WorkerService = z.object({
  name: z.string(),
  type: z.literal('Worker Service'),
  image: ImageWithoutPort,
  ...taskFields,
  exec: Exec.default(false),
  logging: Logging.optional(),
  sidecars: Sidecars.optional(),
  subscribe: Subscribe.optional(),
  publish: Publish.optional(),
  network: Network.default(DEFAULT_NETWORK),
  deployment: WorkerDeployment.optional(),
  observability: Observability.optional(),
  /** Workloads that must be deployed before this one. */
  depends_on: z.array(z.string()).optional(),
});
export type WorkerService = Immutable<z.infer<typeof WorkerService>>;
