import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { RenderedStack } from '../../release/release.js';

/** What `deployment` says beside the template, for whoever deploys the release: absent where it says nothing. */
export function deploymentMarks(workload: EcsWorkload): Pick<RenderedStack, 'oneWay' | 'pauses'> {
  const deployment = 'deployment' in workload ? workload.deployment : undefined;
  const pauses = deployment?.lifecycle_hooks?.some((hook) => hook.pause === true) ?? false;
  return {
    ...(deployment?.one_way ? { oneWay: true } : {}),
    ...(pauses ? { pauses: true } : {}),
  };
}
