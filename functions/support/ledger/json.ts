/** What the ledger stores: plain JSON. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** The object without its undefined fields, as JSON would have it. */
export function definedFields<T extends object>(value: T): { readonly [field: string]: Json } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
