import * as z from 'zod';
import type { Immutable } from './immutable.js';
import { eitherOr, mergeRules } from './merge-rules.js';
import { StringOrFromCfn } from './values.js';

const EfsAuth = z.object({
  iam: z.boolean().optional(),
  access_point_id: z.string().optional(),
});

/** `uid` and `gid` mean the environment's managed file system; the others an existing one. */
export const EfsConfig = z
  .object({
    id: StringOrFromCfn.optional(),
    root_dir: z.string().optional(),
    auth: EfsAuth.optional(),
    uid: z.number().int().min(0).optional(),
    gid: z.number().int().min(0).optional(),
  })
  .register(mergeRules, eitherOr(['uid', 'gid'], ['id', 'root_dir', 'auth']));
export type EfsConfig = Immutable<z.infer<typeof EfsConfig>>;

export const Volume = z.object({
  path: z.string(),
  read_only: z.boolean().optional(),
  efs: z.union([z.boolean(), EfsConfig]).optional(),
});
export type Volume = Immutable<z.infer<typeof Volume>>;

export const Storage = z.object({
  /** GiB. */
  ephemeral: z.number().int().optional(),
  readonly_fs: z.boolean().optional(),
  volumes: z.record(z.string(), Volume).register(mergeRules, { values: 'deep' }).optional(),
});
export type Storage = Immutable<z.infer<typeof Storage>>;
