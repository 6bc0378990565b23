import * as z from 'zod';
import { Build, ContainerDependsOn, ContainerHealthCheck } from './image.js';
import type { Immutable } from './immutable.js';
import { eitherOr, mergeRules } from './merge-rules.js';
import { PortMapping, Secrets, StringOrList, Variables } from './values.js';

/** A registry location, or the map with one of `build` and `location`. */
export const SidecarImage = z.union([
  z.string(),
  z
    .object({ build: Build.optional(), location: z.string().optional() })
    .register(mergeRules, eitherOr(['build'], ['location'])),
]);
export type SidecarImage = Immutable<z.infer<typeof SidecarImage>>;

export const MountPoint = z.object({
  source_volume: z.string(),
  path: z.string(),
  read_only: z.boolean().optional(),
});
export type MountPoint = Immutable<z.infer<typeof MountPoint>>;

export const Sidecar = z.object({
  image: SidecarImage,
  /** `9000` or `9000/udp`. */
  port: PortMapping.optional(),
  essential: z.boolean().optional(),
  credentialsParameter: z.string().optional(),
  variables: Variables.optional(),
  secrets: Secrets.optional(),
  env_file: z.string().optional(),
  mount_points: z.array(MountPoint).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  depends_on: ContainerDependsOn.optional(),
  healthcheck: ContainerHealthCheck.optional(),
  entrypoint: StringOrList.optional(),
  command: StringOrList.optional(),
});
export type Sidecar = Immutable<z.infer<typeof Sidecar>>;

export const Sidecars = z.record(z.string(), Sidecar).register(mergeRules, { values: 'deep' });
export type Sidecars = Immutable<z.infer<typeof Sidecars>>;
