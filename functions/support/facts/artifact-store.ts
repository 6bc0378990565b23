import { findPartition } from '../../../core/template/partition.js';
import { findStack } from '../cloudformation.js';
import type { ListedStack } from '../deletion/list-stacks.js';
import { ENV, requireEnv } from '../env.js';
import { findPlaceBucket } from '../places/place-bucket.js';
import { findElsewhereNow } from '../places/whereabouts.js';

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
  return bucket && keyArn ? { bucket, keyArn } : findOwnStore();
}

/** The bucket of an environment elsewhere is encrypted with S3's own key: the account's alias stands for it in policies. */
async function findOwnStore(): Promise<ArtifactStore> {
  const [bucket, elsewhere] = await Promise.all([findPlaceBucket(), findElsewhereNow()]);
  if (!elsewhere) return { bucket, keyArn: requireEnv(ENV.artifactKeyArn) };
  const { account, region } = elsewhere;
  return { bucket, keyArn: `arn:${findPartition(region)}:kms:${region}:${account}:alias/aws/s3` };
}
