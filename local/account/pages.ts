import { validationError } from './service-error.js';

export type Page<T> = { readonly items: readonly T[]; readonly nextToken: string | undefined };

/** Cuts a list into pages; the token is the index at which the next one starts. */
export function findPage<T>(all: readonly T[], token: string | undefined, size: number): Page<T> {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) throw validationError(`Invalid NextToken: ${token}`);
  const end = start + size;
  return { items: all.slice(start, end), nextToken: end < all.length ? String(end) : undefined };
}
