import { AutolandError } from '../../errors.js';

export type PortMapping = {
  readonly port: number;
  /** Lower case; undefined where the text names none. */
  readonly protocol: string | undefined;
};

/** Splits `443/tls` into port and protocol; undefined where the port is no number from 0 to 65535. */
export function findPortMapping(text: string): PortMapping | undefined {
  const [port = '', protocol, ...rest] = text.split('/');
  if (rest.length > 0 || !/^\d{1,5}$/.test(port) || Number(port) > 65535) return undefined;
  return { port: Number(port), protocol: protocol?.toLowerCase() };
}

/** As {@link findPortMapping}, for texts that have been validated. */
export function parsePortMapping(text: string): PortMapping {
  const mapping = findPortMapping(text);
  if (mapping === undefined) {
    throw new AutolandError('InputInvalid', `"${text}" is not a port such as 80 or 443/tls`);
  }
  return mapping;
}
