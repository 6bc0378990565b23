import * as z from 'zod';
import { HttpHealthCheck } from './http.js';
import { ImageWithPort } from './image.js';
import type { Immutable } from './immutable.js';
import { Placement } from './network.js';
import { Platform } from './platform.js';
import { Publish } from './publish.js';
import { Observability } from './task.js';
import { Secrets, Variables } from './values.js';

const AppRunnerHttp = z.object({
  healthcheck: HttpHealthCheck.optional(),
  alias: z.string().optional(),
  private: z.union([z.boolean(), z.object({ endpoint: z.string().optional() })]).optional(),
});

export const RequestDrivenWebService = z.object({
  name: z.string(),
  type: z.literal('Request-Driven Web Service'),
  image: ImageWithPort,
  http: AppRunnerHttp.optional(),
  cpu: z.number().int().default(1024),
  memory: z.number().int().default(2048),
  platform: Platform.optional(),
  variables: Variables.optional(),
  secrets: Secrets.optional(),
  /** The start command, as one text. */
  command: z.string().optional(),
  /** Name, or name/revision, of an App Runner auto scaling configuration. */
  count: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  publish: Publish.optional(),
  network: z.object({ vpc: z.object({ placement: Placement.optional() }).optional() }).optional(),
  observability: Observability.optional(),
  /** Workloads that must be deployed before this one. */
  depends_on: z.array(z.string()).optional(),
});
export type RequestDrivenWebService = Immutable<z.infer<typeof RequestDrivenWebService>>;
