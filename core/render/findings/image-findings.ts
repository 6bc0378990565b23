import { listBuiltContainers } from '../../facts/built-containers.js';
import type { RequestDrivenWebService } from '../../manifest/schema/request-driven-web-service.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import { mainImage, sidecarImage } from '../../template/containers/images.js';
import type { RenderContext } from '../../template/context.js';

/** Containers that are built from source and whose image nobody has pushed: neither now nor with a release before. */
export function* findUnbuiltImages(
  workload: EcsWorkload | RequestDrivenWebService,
  context: RenderContext,
): Iterable<Finding> {
  for (const container of listBuiltContainers(workload)) {
    const isMain = container === workload.name;
    const image = isMain
      ? mainImage(workload, context)
      : sidecarImage(
          'sidecars' in workload ? workload : { name: workload.name },
          container,
          context,
        );
    if (image !== '') continue;
    const path = isMain ? ['image', 'build'] : ['sidecars', container, 'image'];
    const subject = isMain ? 'image' : `image of sidecar ${container}`;
    yield errorAt(
      path,
      `${subject} of ${workload.name} has not been pushed`,
      `build and push it, and send with the deployment: ${describeImages(workload.name, container, context)}`,
    );
  }
}

/** The part of a request that names the image, in the application's own repository. */
function describeImages(workload: string, container: string, context: RenderContext): string {
  const { accountId = '<account>', region = '<region>' } = context.facts.environment ?? {};
  const repository = `${accountId}.dkr.ecr.${region}.amazonaws.com/${context.application}/${workload}`;
  return `"images": {"${workload}": {"${container}": {"repository": "${repository}", "digest": "sha256:…"}}}`;
}
