import { type Elsewhere, placeBucketName, placeKeyArn } from '../../../core/places/place.js';
import { artifactBucket } from '../aws/artifacts.js';
import { findStack } from '../aws/cloudformation.js';
import type { ListedStack } from '../deletion/list-stacks.js';
import { findElsewhereNow } from '../places/whereabouts.js';
import { ENV, requireEnv } from '../runtime/env.js';

/** Where an application keeps what its stacks refer to. */
export type ArtifactStore = { readonly bucket: string; readonly keyArn: string };

/**
 * The application's own bucket and key in this region, as Copilot's StackSet `<app>-infrastructure` made them: what is
 * deployed refers to them, and so its roles may read them. An application without them uses Autoland's. Elsewhere it is
 * always the environment's bucket: Copilot's is in the application's account, and not for the role there.
 */
export async function findArtifactStore(
  application: string,
  listed: readonly ListedStack[],
): Promise<ArtifactStore> {
  const elsewhere = await findElsewhereNow();
  if (elsewhere) return findStoreThere(elsewhere);
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

/** That bucket is encrypted with S3's own key: the account's alias stands for it in policies. */
function findStoreThere(place: Elsewhere): ArtifactStore {
  return { bucket: placeBucketName(place), keyArn: placeKeyArn(place) };
}
