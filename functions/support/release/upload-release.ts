import type { Facts } from '../../../core/facts/facts.js';
import type { BundleUpload } from '../../../core/release/make-bundle.js';
import type { Asset } from '../../../core/release/release.js';
import { readCustomResourceCode } from '../facts/custom-resource-code.js';
import { fileExists, putFiles, putTemplates } from '../places/place-files.js';
import { findFilesBucket } from '../stacks/stack-settings.js';

/**
 * Puts everything in place that the stacks of a release are made of: templates into Autoland's bucket, out of which
 * change sets are made, or that of an environment elsewhere; what the templates themselves refer to into the
 * application's.
 */
export async function uploadRelease(
  { bundle, objects }: BundleUpload,
  facts: Facts,
): Promise<void> {
  const templateKeys = new Set(
    bundle.stacks.flatMap(({ templateKey, transition }) => [templateKey, transition?.templateKey]),
  );
  const isTemplate = ({ key }: Asset): boolean => templateKeys.has(key);
  const templates = objects.filter(isTemplate);
  const bucket = findFilesBucket(facts);
  await putTemplates(templates);
  await putFiles(
    objects.filter((object) => !isTemplate(object)),
    bucket,
  );
  await putCode(templates, facts.customResources ?? {}, bucket);
}

/** Code that a template refers to and that the bucket has not got yet: after the first release of a version, none. */
async function putCode(
  templates: readonly Asset[],
  customResources: NonNullable<Facts['customResources']>,
  bucket: string,
): Promise<void> {
  const texts = templates.map(({ body }) => new TextDecoder().decode(body));
  const named = Object.entries(customResources).filter(([, key]) =>
    texts.some((text) => text.includes(key)),
  );
  await Promise.all(
    named.map(async ([name, key]) => {
      if (await fileExists(key, bucket)) return;
      await putFiles([{ key, body: await readCustomResourceCode(name) }], bucket);
    }),
  );
}
