import { validationError } from '../service-error.js';

type Mappings = {
  readonly [map: string]: { readonly [top: string]: { readonly [second: string]: string } };
};

export function findInMap(
  mappings: unknown,
  [map = '', top = '', second = '']: readonly string[],
): string {
  const value = (mappings as Mappings | undefined)?.[map]?.[top]?.[second];
  if (value !== undefined) return value;
  throw validationError(`Template error: Unable to get mapping for ${map}::${top}::${second}`);
}

/** Three zones for every region. */
export const findZones = (region: string): readonly string[] =>
  ['a', 'b', 'c'].map((zone) => `${region}${zone}`);

const toNumber = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

/** `Fn::Cidr [block, count, hostBits]` */
export function splitCidr([
  block = '',
  count = '0',
  hostBits = '8',
]: readonly string[]): readonly string[] {
  const [address = '0.0.0.0'] = block.split('/');
  const size = 2 ** Number(hostBits);
  const prefix = 32 - Number(hostBits);
  return Array.from(
    { length: Number(count) },
    (_, index) => `${toAddress(toNumber(address) + index * size)}/${prefix}`,
  );
}
