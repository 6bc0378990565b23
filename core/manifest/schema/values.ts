import * as z from 'zod';
import { findGoDuration } from '../resolve/go-duration.js';
import { findPortMapping } from '../resolve/port-mapping.js';
import type { Immutable } from './immutable.js';
import { textFormats } from './text-formats.js';

/** What is said of a text that is no duration; a hint may be added to it. */
export const NOT_A_DURATION = 'is not a duration such as 90s or 1h30m';

/** Go duration text such as `10s`, `1h30m`; `parseGoDuration` gives seconds. */
export const Duration = z
  .string()
  .refine((text) => findGoDuration(text) !== undefined, NOT_A_DURATION)
  .register(textFormats, { name: 'duration' });

export const StringOrList = z.union([z.string(), z.array(z.string())]);
export type StringOrList = Immutable<z.infer<typeof StringOrList>>;

/** The name of a CloudFormation export, rendered verbatim into `Fn::ImportValue`. */
export const FromCfn = z.object({ from_cfn: z.string() });
export type FromCfn = Immutable<z.infer<typeof FromCfn>>;

export const StringOrFromCfn = z.union([z.string(), FromCfn]);
export type StringOrFromCfn = Immutable<z.infer<typeof StringOrFromCfn>>;

/** Plain values and `from_cfn`; numbers and booleans have become text as they were written. */
export const Variables = z.record(z.string(), StringOrFromCfn);
export type Variables = Immutable<z.infer<typeof Variables>>;

/** Text is the name of an SSM parameter or the ARN of a parameter or secret. */
export const Secret = z.union([z.string(), z.object({ secretsmanager: z.string() }), FromCfn]);
export type Secret = Immutable<z.infer<typeof Secret>>;

export const Secrets = z.record(z.string(), Secret);
export type Secrets = Immutable<z.infer<typeof Secrets>>;

/** A scalar as people write it: `80` or `"80/tcp"`. Read as text. */
export const PortMapping = z
  .string()
  .refine((text) => findPortMapping(text) !== undefined, 'is not a port such as 80 or 443/tls')
  .register(textFormats, { name: 'port' });

export const Uint16 = z.number().int().min(0).max(65535);
