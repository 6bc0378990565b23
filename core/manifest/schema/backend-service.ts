import * as z from 'zod';
import { Deployment } from './deployment.js';
import { Http } from './http.js';
import { ImageWithOptionalPort } from './image.js';
import type { Immutable } from './immutable.js';
import { Logging } from './logging.js';
import { DEFAULT_NETWORK, Network } from './network.js';
import { Publish } from './publish.js';
import { Sidecars } from './sidecars.js';
import { Exec, Observability, taskFields } from './task.js';

export const BackendService = z.object({
  name: z.string(),
  type: z.literal('Backend Service'),
  image: ImageWithOptionalPort,
  /** The environment's internal load balancer. */
  http: Http.optional(),
  ...taskFields,
  exec: Exec.default(false),
  logging: Logging.optional(),
  sidecars: Sidecars.optional(),
  network: Network.default(DEFAULT_NETWORK),
  publish: Publish.optional(),
  deployment: Deployment.optional(),
  observability: Observability.optional(),
  /** Workloads that must be deployed before this one. */
  depends_on: z.array(z.string()).optional(),
});
export type BackendService = Immutable<z.infer<typeof BackendService>>;
