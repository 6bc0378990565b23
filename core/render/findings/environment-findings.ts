import type { Environment } from '../../manifest/schema/environment.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import type { RenderContext } from '../../template/context.js';
import { resolveEnvironment } from '../../template/environment/resolve-environment.js';

/** What an environment asks for and the facts do not give. */
export function* findEnvironmentInputMistakes(
  manifest: Environment,
  context: RenderContext,
): Iterable<Finding> {
  const { vpc, publicHttp } = resolveEnvironment(manifest, context);
  const { ingress } = publicHttp;
  if (ingress.restrictsToCdn && ingress.prefixLists.length === 0) {
    // Without the list the load balancer would be open to all instead of to CloudFront only.
    yield errorAt(
      ['http', 'public', 'ingress', 'cdn'],
      'the prefix list of CloudFront in this region is not known',
      'give environment.cloudFrontPrefixListIds in the facts',
    );
  }
  if (vpc.kind === 'managed' && vpc.publicCidrs.length === 0) {
    // Copilot takes it, and CloudFormation then refuses the empty export of the subnets.
    const message = 'a VPC with a "cidr" of its own needs subnets';
    const hint = 'add network.vpc.subnets.public and .private, each with a cidr inside it';
    yield errorAt(['network', 'vpc', 'cidr'], message, hint);
  }
}
