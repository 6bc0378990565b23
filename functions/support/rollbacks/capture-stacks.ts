import { parseDeployedTemplate } from '../../../core/deletion/parse-deployed-template.js';
import { canonicalJson, sha256 } from '../../../core/release/content-hash.js';
import { findTemplateImages } from '../../../core/release/find-template-images.js';
import { bundleOf } from '../../../core/release/make-bundle.js';
import type { BundleStack, ReleaseBundle } from '../../../core/release/release.js';
import { type StacksBefore, stackKey } from '../../../core/release/stack-key.js';
import { isShell, parseStackStatus } from '../../../core/stack/stack-status.js';
import { putBundle } from '../aws/artifacts.js';
import { findStack, getTemplateText } from '../aws/cloudformation.js';
import { putTemplates } from '../places/place-files.js';

/** At once, so many: DescribeStacks is throttled early. */
const WIDTH = 8;

/** A bundle of those of the stacks that exist, as CloudFormation has them now, kept like the bundle of a release. */
export async function captureStacks(
  { application, environment }: Pick<ReleaseBundle, 'application' | 'environment'>,
  wanted: readonly BundleStack[],
): Promise<StacksBefore> {
  const stacks: BundleStack[] = [];
  for (let start = 0; start < wanted.length; start += WIDTH) {
    const found = await Promise.all(wanted.slice(start, start + WIDTH).map(captureStack));
    stacks.push(...found.flatMap((stack) => stack ?? []));
  }
  if (stacks.length === 0) return new Map();
  const bundleKey = await putBundle(
    bundleOf({ application, environment, sourceCommit: null, stacks }),
  );
  return new Map(stacks.map((stack) => [stackKey(stack), { stack, bundleKey }]));
}

async function captureStack(wanted: BundleStack): Promise<BundleStack | undefined> {
  const live = await findStack(wanted.stackName);
  // Nothing to go back to is left by a creation that failed or never began.
  if (!live || isShell(parseStackStatus(live.status))) return undefined;
  const template = await getTemplateText(live.stackName);
  const templateHash = sha256(template);
  const templateKey = `manual/templates/${live.stackName}/${templateHash}.json`;
  await putTemplates([{ key: templateKey, body: new TextEncoder().encode(template) }]);
  const { parameters, tags } = live;
  const { kind, name, type, stackName, predecessors } = wanted;
  return {
    kind,
    name,
    type,
    stackName,
    predecessors,
    parameters,
    tags,
    templateHash,
    templateKey,
    contentHash: sha256(canonicalJson({ templateHash, parameters, tags })),
    images: findTemplateImages({
      template: parseDeployedTemplate(template),
      parameters,
      stackName: live.stackName,
    }),
    alarms: { created: [], named: [] },
    assetKeys: [],
  };
}
