import { artifactBucket } from '../artifacts.js';
import { findStack } from '../cloudformation.js';
import type { ListedStack } from '../deletion/list-stacks.js';
import { ENV, requireEnv } from '../env.js';

/** Where an application keeps what its stacks refer to. */
export type ArtifactStore = { readonly bucket: string; readonly keyArn: string };

/**
 * The application's own bucket and key in this region, as Copilot's StackSet `<app>-infrastructure` made them: what is
 * deployed refers to them, and so its roles may read them. An application without them uses Autoland's.
 */
export async function findArtifactStore(
  application: string,
  listed: readonly ListedStack[],
): Promise<ArtifactStore> {
  const name = new RegExp(
    `^(StackSet-${application}-infrastructure-[0-9a-f-]+|${application}-infrastructure)$`,
  );
  const candidate = listed.find(({ stackName }) => name.test(stackName));
  const outputs = candidate && (await findStack(candidate.stackId))?.outputs;
  const { PipelineBucket: bucket, KMSKeyARN: keyArn } = outputs ?? {};
  return bucket && keyArn
    ? { bucket, keyArn }
    : { bucket: artifactBucket(), keyArn: requireEnv(ENV.artifactKeyArn) };
}
