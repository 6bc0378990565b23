import * as z from 'zod';

/** A domain of an application: `example.com`, `<app>.example.com`, `<env>.<app>.example.com`. */
export type Domain = {
  readonly application: string;
  readonly environment: string;
  readonly root: string;
};

/** Which hosted zone holds a name. The zone of the environment is in its account, the others in the application's. */
export type ZoneKind = 'environment' | 'application' | 'root';

export function zoneName(kind: ZoneKind, { application, environment, root }: Domain): string {
  switch (kind) {
    case 'environment':
      return `${environment}.${application}.${root}`;
    case 'application':
      return `${application}.${root}`;
    case 'root':
      return root;
  }
}

/**
 * The zone of a name: the name itself or one label below. Undefined for everything else, whose records are the
 * user's own.
 */
export function findZone(name: string, domain: Domain): ZoneKind | undefined {
  const kinds: readonly ZoneKind[] = ['environment', 'application', 'root'];
  return kinds.find((kind) => isWithin(name.toLowerCase(), zoneName(kind, domain).toLowerCase()));
}

function isWithin(name: string, zone: string): boolean {
  if (name === zone) return true;
  const label = name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : '';
  return label !== '' && !label.includes('.');
}

const AliasesByService = z.record(z.string(), z.array(z.string()));

/** `{"front": ["a.example.com"], "api": ["b.example.com"]}`, the environment's parameter, as a list without doubles. */
export function parseAliases(text: string): readonly string[] {
  return [...new Set(Object.values(parseAliasesByService(text)).flat())];
}

export function parseAliasesByService(text: string): {
  readonly [service: string]: readonly string[];
} {
  if (text === '') return {};
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(`aliases are not valid JSON: ${text}`, { cause });
  }
  return AliasesByService.parse(json);
}
