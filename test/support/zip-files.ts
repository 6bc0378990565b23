import { zipSync } from 'fflate';

/** What a forged entry of a zip claims; anything left out is as the zip has it. */
export type Forgery = {
  /** Replaces the name in the directory; must be as long in bytes as the real one. */
  readonly name?: string;
  readonly size?: number;
  readonly method?: number;
  readonly isEncrypted?: boolean;
  /** Unix mode, for instance 0o120777 of a symbolic link. */
  readonly mode?: number;
  readonly offset?: number;
};

/** A zip of texts, made as any tool would. */
export function aZip(texts: { readonly [name: string]: string }): Uint8Array {
  const encoder = new TextEncoder();
  return zipSync(
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, encoder.encode(text)])),
  );
}

/** The zip with its first directory entry changed: what no tool makes, but an attacker can. */
export function forge(zip: Uint8Array, forgery: Forgery): Uint8Array {
  const bytes = zip.slice();
  const view = new DataView(bytes.buffer);
  const end = bytes.length - 22;
  const at = view.getUint32(end + 16, true);
  if (forgery.name !== undefined) bytes.set(new TextEncoder().encode(forgery.name), at + 46);
  if (forgery.size !== undefined) view.setUint32(at + 24, forgery.size, true);
  if (forgery.method !== undefined) view.setUint16(at + 10, forgery.method, true);
  if (forgery.isEncrypted) view.setUint16(at + 8, view.getUint16(at + 8, true) | 1, true);
  if (forgery.offset !== undefined) view.setUint32(at + 42, forgery.offset, true);
  if (forgery.mode !== undefined) {
    view.setUint8(at + 5, 3);
    view.setUint32(at + 38, forgery.mode * 0x10000, true);
  }
  return bytes;
}
