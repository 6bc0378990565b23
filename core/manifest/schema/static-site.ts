import * as z from 'zod';
import type { Immutable } from './immutable.js';
import { mergeRules } from './merge-rules.js';
import { StringOrList } from './values.js';

export const FileUpload = z.object({
  /** Relative to the workspace root, the folder that holds `copilot/`. */
  source: z.string(),
  destination: z.string().optional(),
  recursive: z.boolean().optional(),
  exclude: StringOrList.optional(),
  reinclude: StringOrList.optional(),
});
export type FileUpload = Immutable<z.infer<typeof FileUpload>>;

export const StaticSite = z.object({
  name: z.string(),
  type: z.literal('Static Site'),
  http: z
    .object({ alias: z.string().optional(), certificate: z.string().optional() })
    .register(mergeRules, { keepsBlank: ['alias', 'certificate'] })
    .optional(),
  files: z.array(FileUpload).optional(),
  /** Workloads that must be deployed before this one. */
  depends_on: z.array(z.string()).optional(),
});
export type StaticSite = Immutable<z.infer<typeof StaticSite>>;
