import * as z from 'zod';
import type { Immutable } from './immutable.js';
import { eitherOr, mergeRules } from './merge-rules.js';
import { Duration, Uint16 } from './values.js';

const BuildArgs = z.object({
  dockerfile: z.string().optional(),
  context: z.string().optional(),
  args: z.record(z.string(), z.string()).optional(),
  target: z.string().optional(),
  cache_from: z.array(z.string()).optional(),
});

export const Build = z.union([z.string(), BuildArgs]);
export type Build = Immutable<z.infer<typeof Build>>;

/** Container name -> `start`, `complete`, `success` or `healthy`, in any case. */
export const ContainerDependsOn = z.record(z.string(), z.string());
export type ContainerDependsOn = Immutable<z.infer<typeof ContainerDependsOn>>;

export const ContainerHealthCheck = z.object({
  command: z.array(z.string()).optional(),
  interval: Duration.optional(),
  retries: z.number().int().optional(),
  timeout: Duration.optional(),
  start_period: Duration.optional(),
});
export type ContainerHealthCheck = Immutable<z.infer<typeof ContainerHealthCheck>>;

const imageFields = {
  build: Build.optional(),
  location: z.string().optional(),
  credentials: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  depends_on: ContainerDependsOn.optional(),
  healthcheck: ContainerHealthCheck.optional(),
};
const source = eitherOr(['build'], ['location']);

/** Backend Service: the port is optional. */
export const ImageWithOptionalPort = z
  .object({ ...imageFields, port: Uint16.optional() })
  .register(mergeRules, source);

/** Load Balanced Web Service and Request-Driven Web Service: a port is required. */
export const ImageWithPort = z
  .object({ ...imageFields, port: Uint16 })
  .register(mergeRules, source);

/** Worker Service and Scheduled Job: nothing is exposed. */
export const ImageWithoutPort = z.object(imageFields).register(mergeRules, source);

/** What all images share; `port` is there where the workload type has one. */
export type Image = Immutable<z.infer<typeof ImageWithOptionalPort>>;
