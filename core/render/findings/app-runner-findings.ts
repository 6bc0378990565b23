import type { RequestDrivenWebService } from '../../manifest/schema/request-driven-web-service.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import type { RenderContext } from '../../template/context.js';
import { findDomainAliasMistakes } from './alias-findings.js';
import { findUnbuiltImages } from './image-findings.js';
import { findUnknownSubnets } from './subnet-findings.js';

/** What an App Runner service needs of image, domain and network. Source: Copilot's validateRDSvcAliasAndAppVersion. */
export function* findAppRunnerInputMistakes(
  service: RequestDrivenWebService,
  context: RenderContext,
): Iterable<Finding> {
  const { alias, private: isPrivate } = service.http ?? {};
  yield* findUnbuiltImages(service, context);
  yield* findUnknownSubnets(service.network?.vpc?.placement, context);
  const ofDomain = findDomainAliasMistakes(alias, ['http', 'alias'], context);
  yield* ofDomain;
  if (alias !== undefined && ofDomain.length === 0)
    yield* findAliasLevelMistakes(alias, service.type, context);
  if (isPrivate === true && context.traits.importsVpc) {
    yield errorAt(
      ['http', 'private'],
      `environment "${context.environment}" imports its VPC, so it makes no endpoint for private services`,
      'make a VPC endpoint to App Runner and write http.private.endpoint',
    );
  }
}

/** Records are written into the zone of the domain itself, so only names right below it can be served. */
function* findAliasLevelMistakes(
  alias: string,
  type: string,
  context: RenderContext,
): Iterable<Finding> {
  const domain = context.facts.application.domain ?? '';
  const label = alias.endsWith(`.${domain}`) ? alias.slice(0, -domain.length - 1) : '';
  if (label !== '' && label !== context.application && !label.includes('.')) return;
  const level = describeLevel(alias, domain, context);
  yield errorAt(
    ['http', 'alias'],
    `${alias} is ${level}, which is not supported for a ${type}`,
    `write <name>.${domain}, where <name> is not the application's`,
  );
}

function describeLevel(alias: string, domain: string, context: RenderContext): string {
  if (alias === domain) return 'a root domain alias';
  const application = `${context.application}.${domain}`;
  return alias === application || !alias.endsWith(`${context.environment}.${application}`)
    ? 'an application-level alias'
    : 'an environment-level alias';
}
