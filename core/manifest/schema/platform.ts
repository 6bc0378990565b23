import * as z from 'zod';
import type { Immutable } from './immutable.js';

/** `linux/arm64`, or `{ osfamily: windows_server_2022_core, architecture: x86_64 }`. */
export const Platform = z.union([
  z.string(),
  z.object({ osfamily: z.string().optional(), architecture: z.string().optional() }),
]);
export type Platform = Immutable<z.infer<typeof Platform>>;
