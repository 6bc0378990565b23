import type { Issue } from '../issues.js';
import type { Asset } from '../release/release.js';
import type { CfnObject, CfnValue } from '../template/cloudformation.js';
import { objectUrl } from '../template/s3-location.js';
import { asCfnObject, isCfnObject } from './cfn-yaml.js';
import { findLocalAsset } from './local-asset.js';
import type { DefinitionPlaces } from './merge-templates.js';
import type { AddonAssetContext } from './merged-addons.js';
import { PACKAGED_PROPERTIES, type PackagedProperty } from './packaged-properties.js';

type Packaged = {
  readonly template: CfnObject;
  readonly assets: readonly Asset[];
  readonly issues: readonly Issue[];
};

type Upload = {
  readonly path: string;
  readonly zip: boolean;
  /** `Code of resource Handler` */
  readonly what: string;
  readonly place: Pick<Issue, 'file' | 'line' | 'column' | 'field'>;
};

/** Parameters of a template are values, not resources: `Fn::Transform` is not looked for there. */
const WITHOUT_TRANSFORMS = new Set(['Parameters']);

/**
 * Replaces local paths in a merged template by places in the artifact bucket, like `aws cloudformation package`.
 * Paths are relative to the workspace root. Values that are not plain text, and `s3://`, `http://` and `https://`,
 * stay as they are.
 */
export function packageTemplate(
  template: CfnObject,
  folder: string,
  context: AddonAssetContext,
  findDefinition: DefinitionPlaces,
): Packaged {
  const packager = new Packager(context);
  const sections = Object.entries(template).map(([section, value]): [string, CfnValue] => [
    section,
    WITHOUT_TRANSFORMS.has(section)
      ? value
      : packager.packageIncludes(value, { file: folder, field: section }),
  ]);
  const resources = Object.entries(asCfnObject(Object.fromEntries(sections).Resources));
  const Resources = Object.fromEntries(
    resources.map(([name, resource]) => {
      const place = findDefinition('Resources', name) ?? { file: folder };
      return [name, packager.packageResource(name, resource, place)];
    }),
  );
  return {
    template: { ...Object.fromEntries(sections), Resources },
    assets: [...packager.assets.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    issues: packager.issues,
  };
}

class Packager {
  readonly assets = new Map<string, Asset>();
  readonly issues: Issue[] = [];
  readonly #context: AddonAssetContext;

  constructor(context: AddonAssetContext) {
    this.#context = context;
  }

  packageResource(name: string, resource: CfnValue, place: Upload['place']): CfnValue {
    if (!isCfnObject(resource) || typeof resource.Type !== 'string') return resource;
    const properties = PACKAGED_PROPERTIES.get(resource.Type) ?? [];
    return properties.reduce<CfnObject>((result, property) => {
      const path = ['Properties', ...property.path];
      const what = `${property.path.join('.')} of resource "${name}"`;
      const field = ['Resources', name, ...path].join('.');
      return replaceText(result, path, (text) =>
        this.#upload(
          { path: text, zip: property.zip, what, place: { ...place, field } },
          property.form,
        ),
      );
    }, resource);
  }

  /** Follows `Fn::Transform` with the macro AWS::Include wherever it stands. */
  packageIncludes(value: CfnValue, place: Upload['place']): CfnValue {
    if (Array.isArray(value)) return value.map((item) => this.packageIncludes(item, place));
    if (!isCfnObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        isInclude(key, child)
          ? replaceText(child, ['Parameters', 'Location'], (path) =>
              this.#upload(
                { path, zip: false, what: 'Location of AWS::Include', place },
                { kind: 's3-uri' },
              ),
            )
          : this.packageIncludes(child, place),
      ]),
    );
  }

  #upload({ path, zip, what, place }: Upload, form: PackagedProperty['form']): CfnValue {
    if (path === '' || /^(s3|https?):\/\//.test(path)) return path;
    const { owner, files, artifactBucket, region } = this.#context;
    const asset = findLocalAsset(files, path, zip);
    if (asset.kind === 'outside') {
      this.#tell('error', `${what} is the path "${path}", which leaves the workspace`, place);
      return path;
    }
    if (asset.kind === 'missing' || artifactBucket === undefined) {
      const isMissing = asset.kind === 'missing';
      this.#tell(
        isMissing && artifactBucket !== undefined ? 'error' : 'warning',
        isMissing
          ? `${what} is the path "${path}", where the workspace has no file`
          : `${what} stays the local path "${path}": the artifact bucket is not known`,
        place,
      );
      return path;
    }
    const key = `manual/addons/${owner}/assets/${asset.hash}`;
    this.assets.set(key, { key, body: asset.body });
    return placeInBucket(form, artifactBucket, key, region);
  }

  #tell(severity: Issue['severity'], message: string, place: Upload['place']): void {
    this.issues.push({
      severity,
      ...place,
      message,
      hint: 'paths are relative to the folder that holds copilot/',
    });
  }
}

function placeInBucket(
  form: PackagedProperty['form'],
  bucket: string,
  key: string,
  region: string | undefined,
): CfnValue {
  switch (form.kind) {
    case 'bucket-and-key':
      return { [form.bucket]: bucket, [form.key]: key };
    case 's3-uri':
      return `s3://${bucket}/${key}`;
    case 'https-url':
      return objectUrl(bucket, region, key);
  }
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
