import * as z from 'zod';
import type { Immutable } from './immutable.js';
import { Secrets, Variables } from './values.js';

/** Everything but `retention` makes a FireLens container. */
export const Logging = z.object({
  /** Days. */
  retention: z.number().int().optional(),
  image: z.string().optional(),
  destination: z.record(z.string(), z.string()).optional(),
  enableMetadata: z.boolean().optional(),
  secretOptions: Secrets.optional(),
  configFilePath: z.string().optional(),
  variables: Variables.optional(),
  secrets: Secrets.optional(),
  env_file: z.string().optional(),
});
export type Logging = Immutable<z.infer<typeof Logging>>;
