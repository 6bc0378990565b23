import * as z from 'zod';

const Cidr = z.union([z.cidrv4(), z.cidrv6()]);

/** An address range with its prefix length, such as `10.0.0.0/16`. */
export function isCidr(text: string): boolean {
  return Cidr.safeParse(text).success;
}
