import { isCfnObject } from '../addons/cfn-yaml.js';
import type { CfnObject, CfnValue } from './cloudformation.js';

/** A part of a template that is not of the form which it must have. */
export type Malformed = { readonly field: string; readonly message: string };

const SECTIONS = ['Parameters', 'Mappings', 'Conditions', 'Outputs'];
/** Their entries are maps; those of `Conditions` may be anything. */
const SECTIONS_OF_MAPS = ['Parameters', 'Mappings', 'Outputs'];

/** Where something is in a template that has no place there; nothing is left for others to trip over. */
export function findMalformed(
  template: CfnObject & { readonly Resources: CfnObject },
): readonly Malformed[] {
  const sections = SECTIONS.filter((name) => Object.hasOwn(template, name));
  return [
    ...sections
      .filter((name) => !isCfnObject(template[name]))
      .map((field) => ({ field, message: 'is no map' })),
    ...SECTIONS_OF_MAPS.flatMap((section) => findNoMaps(section, template[section])),
    ...Object.entries(template.Resources).flatMap(([name, resource]) =>
      isMacro(name, resource) ? [] : describeResource(`Resources.${name}`, resource),
    ),
  ];
}

function findNoMaps(section: string, value: CfnValue | undefined): readonly Malformed[] {
  if (!isCfnObject(value)) return [];
  return Object.entries(value)
    .filter(([name, entry]) => !isMacro(name, entry))
    .flatMap(([name, entry]) => {
      const field = `${section}.${name}`;
      if (!isCfnObject(entry)) return [{ field, message: 'is no map' }];
      return section === 'Parameters' && typeof entry.Type !== 'string'
        ? [{ field, message: 'has no Type' }]
        : [];
    });
}

/** `Fn::ForEach::…` and `Fn::Transform` stand where a resource or an output does, or inside of it. */
function isMacro(name: string, value: CfnValue): boolean {
  const isNamed = (key: string) => key === 'Fn::Transform' || key.startsWith('Fn::ForEach');
  if (value === null || typeof value !== 'object') return false;
  return isNamed(name) || Object.keys(value).some(isNamed);
}

function describeResource(field: string, resource: CfnValue): readonly Malformed[] {
  if (!isCfnObject(resource) || typeof resource.Type !== 'string') {
    return [{ field, message: 'is no resource: a map with a Type' }];
  }
  const { Properties } = resource;
  return Properties === undefined || isCfnObject(Properties)
    ? []
    : [{ field: `${field}.Properties`, message: 'is no map' }];
}
