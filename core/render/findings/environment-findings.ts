import type { Environment } from '../../manifest/schema/environment.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import type { RenderContext } from '../../template/context.js';
import { resolveEnvironment } from '../../template/environment/resolve-environment.js';

/** What an environment asks for and the facts do not give. */
export function* findEnvironmentInputMistakes(
  manifest: Environment,
  context: RenderContext,
): Iterable<Finding> {
  const { ingress } = resolveEnvironment(manifest, context).publicHttp;
  if (ingress.restrictsToCdn && ingress.prefixLists.length === 0) {
    // Without the list the load balancer would be open to all instead of to CloudFront only.
    yield errorAt(
      ['http', 'public', 'ingress', 'cdn'],
      'the prefix list of CloudFront in this region is not known',
      'give environment.cloudFrontPrefixListIds in the facts',
    );
  }
}
