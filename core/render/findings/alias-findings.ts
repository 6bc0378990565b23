import { resolveAliases } from '../../manifest/resolve/aliases.js';
import type { Alias } from '../../manifest/schema/http.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import type { Path } from '../../manifest/text/path.js';
import type { RenderContext } from '../../template/context.js';

const NO_DOMAIN_HINT =
  'associate a domain with the application, or import certificates in the environment';

const escapeText = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Zones in which records can be made: of the environment, the application and the domain itself. */
function managedZones(context: RenderContext, domain: string): readonly string[] {
  const { application, environment } = context;
  return [`${environment}.${application}.${domain}`, `${application}.${domain}`, domain];
}

/** Every alias must be one of the managed zones, or one label below. Source: Copilot's validateAliases. */
export function findUnmanagedAliases(
  alias: Alias,
  path: Path,
  context: RenderContext,
): readonly Finding[] {
  const domain = context.facts.application.domain ?? '';
  const zones = managedZones(context, domain);
  const pattern = new RegExp(`^([^.]+\\.)?(${zones.map(escapeText).join('|')})$`);
  return resolveAliases(alias)
    .filter(({ name }) => !pattern.test(name))
    .map(({ name }) =>
      errorAt(
        path,
        `alias "${name}" is not supported in hosted zones managed by Copilot`,
        `use ${zones.map((zone) => `<name>.${zone}`).join(', ')} or one of these without <name>`,
      ),
    );
}

/** Aliases of records that only the application's domain can hold. */
export function findDomainAliasMistakes(
  alias: Alias | undefined,
  path: Path,
  context: RenderContext,
): readonly Finding[] {
  if (resolveAliases(alias).length === 0 || alias === undefined) return [];
  if (!context.facts.application.domain) {
    const message = `cannot specify "${path.join('.')}" when application is not associated with a domain`;
    return [errorAt(path, message, 'associate a domain with the application')];
  }
  return findUnmanagedAliases(alias, path, context);
}

export function describeMissingDomain(path: Path, environment: string): Finding {
  const message = `cannot specify "alias" when application is not associated with a domain and env ${environment} doesn't import one or more certificates`;
  return errorAt(path, message, NO_DOMAIN_HINT);
}
