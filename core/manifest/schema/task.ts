import * as z from 'zod';
import { Count } from './count.js';
import type { Immutable } from './immutable.js';
import { Platform } from './platform.js';
import { Storage } from './storage.js';
import { Secrets, StringOrList, Variables } from './values.js';

export const Exec = z.union([z.boolean(), z.object({ enable: z.boolean().optional() })]);
export type Exec = Immutable<z.infer<typeof Exec>>;

/** `value` is any YAML; CloudFormation's short tags in it have become their long forms. */
const TaskDefOverride = z.object({ path: z.string(), value: z.unknown() });

export const Observability = z.object({ tracing: z.string().optional() });
export type Observability = Immutable<z.infer<typeof Observability>>;

/** Fields of every type that runs as an ECS task. `cpu`, `memory` and `count` are there even if the text is silent. */
export const taskFields = {
  entrypoint: StringOrList.optional(),
  command: StringOrList.optional(),
  cpu: z.number().int().default(256),
  memory: z.number().int().default(512),
  platform: Platform.optional(),
  count: Count.default(1),
  variables: Variables.optional(),
  env_file: z.string().optional(),
  secrets: Secrets.optional(),
  storage: Storage.optional(),
  taskdef_overrides: z.array(TaskDefOverride).optional(),
};
