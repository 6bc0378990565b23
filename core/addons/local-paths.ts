import type { Issue } from '../issues.js';
import type { CfnObject, CfnValue } from '../template/cloudformation.js';
import { asCfnObject, isCfnObject } from './cfn-yaml.js';
import type { DefinitionPlaces } from './merge-templates.js';
import { PACKAGED_PROPERTIES, type PackagedProperty } from './packaged-properties.js';

/** A text in a template where the path of a local file or folder may stand. */
export type LocalPath = {
  /** Relative to the workspace root. */
  readonly path: string;
  readonly zip: boolean;
  readonly form: PackagedProperty['form'];
  /** `Code of resource Handler` */
  readonly what: string;
  readonly place: Pick<Issue, 'file' | 'line' | 'column' | 'field'>;
};

type Replace = (local: LocalPath) => CfnValue;

/** Parameters of a template are values, not resources: `Fn::Transform` is not looked for there. */
const WITHOUT_TRANSFORMS = new Set(['Parameters']);

/**
 * A copy of a merged template with another value for each local path, as `aws cloudformation package` knows them.
 * Values that are not plain text, and `s3://`, `http://` and `https://`, stay as they are. `folder` is the place of
 * what has no better one.
 */
export function replaceLocalPaths(
  template: CfnObject,
  folder: string,
  findDefinition: DefinitionPlaces,
  replace: Replace,
): CfnObject {
  const onlyLocal: Replace = (local) =>
    local.path === '' || /^(s3|https?):\/\//.test(local.path) ? local.path : replace(local);
  const sections = Object.entries(template).map(([section, value]): [string, CfnValue] => [
    section,
    WITHOUT_TRANSFORMS.has(section)
      ? value
      : replaceIncludes(value, { file: folder, field: section }, onlyLocal),
  ]);
  const resources = Object.entries(asCfnObject(Object.fromEntries(sections).Resources));
  const Resources = Object.fromEntries(
    resources.map(([name, resource]) => {
      const place = findDefinition('Resources', name) ?? { file: folder };
      return [name, replaceInResource(name, resource, place, onlyLocal)];
    }),
  );
  return { ...Object.fromEntries(sections), Resources };
}

function replaceInResource(
  name: string,
  resource: CfnValue,
  place: LocalPath['place'],
  replace: Replace,
): CfnValue {
  if (!isCfnObject(resource) || typeof resource.Type !== 'string') return resource;
  const properties = PACKAGED_PROPERTIES.get(resource.Type) ?? [];
  return properties.reduce<CfnObject>((result, { path: below, form, zip }) => {
    const steps = ['Properties', ...below];
    const what = `${below.join('.')} of resource "${name}"`;
    const field = ['Resources', name, ...steps].join('.');
    return replaceText(result, steps, (path) =>
      replace({ path, zip, form, what, place: { ...place, field } }),
    );
  }, resource);
}

/** Follows `Fn::Transform` with the macro AWS::Include wherever it stands. */
function replaceIncludes(value: CfnValue, place: LocalPath['place'], replace: Replace): CfnValue {
  if (Array.isArray(value)) return value.map((item) => replaceIncludes(item, place, replace));
  if (!isCfnObject(value)) return value;
  const what = 'Location of AWS::Include';
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      isInclude(key, child)
        ? replaceText(child, ['Parameters', 'Location'], (path) =>
            replace({ path, zip: false, form: { kind: 's3-uri' }, what, place }),
          )
        : replaceIncludes(child, place, replace),
    ]),
  );
}

function isInclude(key: string, value: CfnValue): value is CfnObject {
  return key === 'Fn::Transform' && isCfnObject(value) && value.Name === 'AWS::Include';
}

/** A copy with the text at the end of a path replaced; the value itself where there is no text. */
function replaceText(
  value: CfnObject,
  path: readonly string[],
  replace: (text: string) => CfnValue,
): CfnObject {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(value, key)) return value;
  const child = value[key];
  if (rest.length === 0)
    return typeof child === 'string' ? { ...value, [key]: replace(child) } : value;
  return isCfnObject(child) ? { ...value, [key]: replaceText(child, rest, replace) } : value;
}
