import * as z from 'zod';
import type { Immutable } from './immutable.js';

export const Subnet = z.object({
  id: z.string().optional(),
  cidr: z.string().optional(),
  az: z.string().optional(),
});
export type Subnet = Immutable<z.infer<typeof Subnet>>;

export const SecurityGroupRule = z.object({
  cidr: z.string(),
  ip_protocol: z.string(),
  /** One port, or `from-to`. */
  ports: z.union([z.number().int(), z.string()]),
});
export type SecurityGroupRule = Immutable<z.infer<typeof SecurityGroupRule>>;

export const EnvironmentVpc = z.object({
  id: z.string().optional(),
  cidr: z.string().optional(),
  subnets: z
    .object({ public: z.array(Subnet).optional(), private: z.array(Subnet).optional() })
    .optional(),
  security_group: z
    .object({
      ingress: z.array(SecurityGroupRule).optional(),
      egress: z.array(SecurityGroupRule).optional(),
    })
    .optional(),
  flow_logs: z
    .union([z.boolean(), z.object({ retention: z.number().int().optional() })])
    .optional(),
});
export type EnvironmentVpc = Immutable<z.infer<typeof EnvironmentVpc>>;
