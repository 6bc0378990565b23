import * as z from 'zod';
import type { Immutable } from './immutable.js';

/** Copilot's spelling before v1.23; `ingress` beside it is the living one. */
const DeprecatedSecurityGroups = z.object({
  ingress: z
    .object({
      restrict_to: z
        .object({ cdn: z.boolean().optional(), source_ips: z.array(z.string()).optional() })
        .optional(),
      from_vpc: z.boolean().optional(),
    })
    .optional(),
});

export const PublicHttp = z.object({
  certificates: z.array(z.string()).optional(),
  access_logs: z
    .union([
      z.boolean(),
      z.object({ bucket_name: z.string().optional(), prefix: z.string().optional() }),
    ])
    .optional(),
  ingress: z
    .object({ cdn: z.boolean().optional(), source_ips: z.array(z.string()).optional() })
    .optional(),
  ssl_policy: z.string().optional(),
  security_groups: DeprecatedSecurityGroups.optional(),
});
export type PublicHttp = Immutable<z.infer<typeof PublicHttp>>;

export const PrivateHttp = z.object({
  subnets: z.array(z.string()).optional(),
  certificates: z.array(z.string()).optional(),
  ingress: z.object({ vpc: z.boolean().optional() }).optional(),
  ssl_policy: z.string().optional(),
  security_groups: DeprecatedSecurityGroups.optional(),
});
export type PrivateHttp = Immutable<z.infer<typeof PrivateHttp>>;

export const Cdn = z.union([
  z.boolean(),
  z.object({
    certificate: z.string().optional(),
    terminate_tls: z.boolean().optional(),
    static_assets: z
      .object({
        location: z.string().optional(),
        alias: z.string().optional(),
        path: z.string().optional(),
      })
      .optional(),
  }),
]);
export type Cdn = Immutable<z.infer<typeof Cdn>>;
