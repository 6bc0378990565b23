import type { Alias } from '../schema/http.js';

export type ResolvedAlias = { readonly name: string; readonly hostedZone: string | undefined };

/** One list for the three forms: a text, a list of texts, a list of `{ name, hosted_zone }`. */
export function resolveAliases(alias: Alias | undefined): readonly ResolvedAlias[] {
  if (alias === undefined) return [];
  const list = typeof alias === 'string' ? [alias] : alias;
  return list.map((item) =>
    typeof item === 'string'
      ? { name: item, hostedZone: undefined }
      : { name: item.name, hostedZone: item.hosted_zone },
  );
}
