import { resolveAliases } from '../../manifest/resolve/aliases.js';
import type { BackendService } from '../../manifest/schema/backend-service.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import type { RenderContext } from '../../template/context.js';
import { findUncoveredAliases } from './certificate-findings.js';
import { rulesWithPaths } from './public-rule-findings.js';

/** Aliases on the internal load balancer go with private certificates, and only with them. */
export function* findBackendRuleMistakes(
  service: BackendService,
  context: RenderContext,
): Iterable<Finding> {
  const hasCertificates = context.traits.privateCertificates.length > 0;
  for (const { rule, path } of rulesWithPaths(service.http)) {
    const hasAlias = resolveAliases(rule.alias).length > 0;
    const at = [...path, 'alias'];
    if (hasAlias === hasCertificates) {
      const aliases = { alias: rule.alias, path: at };
      yield* findUncoveredAliases(aliases, context.traits.privateCertificates, context);
      continue;
    }
    yield hasAlias
      ? errorAt(
          at,
          'cannot specify "alias" in an environment without imported certs',
          'import certificates under http.private of the environment, or remove the alias',
        )
      : errorAt(
          at,
          `cannot deploy service ${service.name} without "alias" to environment ${context.environment} with certificate imported`,
          'write the host names that the private certificates are for',
        );
  }
}
