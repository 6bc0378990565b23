import * as z from 'zod';
import type { Immutable } from './immutable.js';
import { StringOrFromCfn, StringOrList } from './values.js';

/** Subnet ids, or the tags to look them up by. */
const Subnets = z.union([
  z.array(z.string()),
  z.object({ from_tags: z.record(z.string(), StringOrList) }),
]);

/** `public`, `private`, or subnets by id or tag. */
export const Placement = z.union([z.string(), z.object({ subnets: Subnets })]);
export type Placement = Immutable<z.infer<typeof Placement>>;

export const SecurityGroups = z.union([
  z.array(StringOrFromCfn),
  z.object({
    groups: z.array(StringOrFromCfn).optional(),
    deny_default: z.boolean().optional(),
  }),
]);
export type SecurityGroups = Immutable<z.infer<typeof SecurityGroups>>;

export const ServiceConnect = z.union([z.boolean(), z.object({ alias: z.string().optional() })]);
export type ServiceConnect = Immutable<z.infer<typeof ServiceConnect>>;

/** `placement` is `public` where the manifest says nothing (Copilot's default manifest has it). */
export const Network = z.object({
  vpc: z
    .object({
      placement: Placement.default('public'),
      security_groups: SecurityGroups.optional(),
    })
    .default({ placement: 'public' }),
  connect: ServiceConnect.optional(),
});
export type Network = Immutable<z.infer<typeof Network>>;

export const DEFAULT_NETWORK = { vpc: { placement: 'public' } };
