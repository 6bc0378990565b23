import { isCfnObject } from '../addons/cfn-yaml.js';
import type { CfnObject, CfnValue } from '../template/cloudformation.js';

/** A part of a template that is not of the form which it must have. */
export type Malformed = { readonly field: string; readonly message: string };

const SECTIONS = ['Parameters', 'Mappings', 'Conditions', 'Outputs'];
/** Their entries are maps; those of `Conditions` may be anything. */
const SECTIONS_OF_MAPS = ['Parameters', 'Mappings', 'Outputs'];

/** Where patches have put something into a template that has no place there; nothing is left for others to trip over. */
export function findMalformed(
  template: CfnObject & { readonly Resources: CfnObject },
): readonly Malformed[] {
  const sections = SECTIONS.filter((name) => Object.hasOwn(template, name));
  return [
    ...sections
      .filter((name) => !isCfnObject(template[name]))
      .map((field) => ({ field, message: 'is no map any more' })),
    ...SECTIONS_OF_MAPS.flatMap((section) => findNoMaps(section, template[section])),
    ...Object.entries(template.Resources).flatMap(([name, resource]) =>
      // `Fn::ForEach::…` and `Fn::Transform` stand where a resource does.
      name.startsWith('Fn::') ? [] : describeResource(`Resources.${name}`, resource),
    ),
  ];
}

function findNoMaps(section: string, value: CfnValue | undefined): readonly Malformed[] {
  if (!isCfnObject(value)) return [];
  return Object.entries(value)
    .filter(([name, entry]) => !name.startsWith('Fn::') && !isCfnObject(entry))
    .map(([name]) => ({ field: `${section}.${name}`, message: 'is no map' }));
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
