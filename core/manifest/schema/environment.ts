import * as z from 'zod';
import { Cdn, PrivateHttp, PublicHttp } from './environment-http.js';
import { EnvironmentVpc } from './environment-network.js';
import type { Immutable } from './immutable.js';
import { Duration } from './values.js';

export const Environment = z.object({
  name: z.string(),
  type: z.literal('Environment'),
  network: z.object({ vpc: EnvironmentVpc.optional() }).optional(),
  observability: z.object({ container_insights: z.boolean().optional() }).optional(),
  http: z.object({ public: PublicHttp.optional(), private: PrivateHttp.optional() }).optional(),
  cdn: Cdn.optional(),
  /** Autoland's own: what guards every workload of the environment. */
  deployment: z
    .object({
      rollback_alarms: z.array(z.string()).optional(),
      rollback_window: Duration.optional(),
    })
    .optional(),
});
export type Environment = Immutable<z.infer<typeof Environment>>;

/** `copilot/<name>/manifest.yml` with its templates in `copilot/<name>/addons/`: a stack of its own. */
export const EnvironmentAddons = z.object({
  name: z.string(),
  type: z.literal('Environment Addons'),
});
export type EnvironmentAddons = Immutable<z.infer<typeof EnvironmentAddons>>;
