import type { Issue } from '../issues.js';
import type { Asset } from '../release/release.js';
import type { CfnObject, CfnValue } from '../template/cloudformation.js';
import { objectUrl } from '../template/s3-location.js';
import { findLocalAsset } from './local-asset.js';
import { type LocalPath, replaceLocalPaths } from './local-paths.js';
import type { DefinitionPlaces } from './merge-templates.js';
import type { AddonAssetContext } from './merged-addons.js';
import type { PackagedProperty } from './packaged-properties.js';

type Packaged = {
  readonly template: CfnObject;
  readonly assets: readonly Asset[];
  readonly issues: readonly Issue[];
};

/** Replaces local paths in a merged template by places in the artifact bucket, like `aws cloudformation package`. */
export function packageTemplate(
  template: CfnObject,
  folder: string,
  context: AddonAssetContext,
  findDefinition: DefinitionPlaces,
): Packaged {
  const packager = new Packager(context);
  const packaged = replaceLocalPaths(template, folder, findDefinition, (local) =>
    packager.upload(local),
  );
  return {
    template: packaged,
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

  upload({ path, zip, form, what, place }: LocalPath): CfnValue {
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

  #tell(severity: Issue['severity'], message: string, place: LocalPath['place']): void {
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
