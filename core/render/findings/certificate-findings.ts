import { resolveAliases } from '../../manifest/resolve/aliases.js';
import type { Alias } from '../../manifest/schema/http.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import type { Path } from '../../manifest/text/path.js';
import type { RenderContext } from '../../template/context.js';

/** A name of a certificate; `*.` at its beginning stands for exactly one label. Source: RFC 6125, 6.4.3. */
function covers(domain: string, alias: string): boolean {
  return domain === alias || (domain.startsWith('*.') && alias.replace(/^[^.]+/, '*') === domain);
}

/**
 * Host names that none of the imported certificates is for: browsers would refuse them. Nothing is said where the names
 * of a certificate are not known. Source: Copilot's ValidateCertAliases.
 */
export function* findUncoveredAliases(
  { alias, path }: { readonly alias: Alias | undefined; readonly path: Path },
  certificates: readonly string[],
  { facts }: RenderContext,
): Iterable<Finding> {
  const known = certificates.flatMap((arn) => facts.certificates?.[arn] ?? []);
  if (certificates.length === 0 || known.length < certificates.length) return;
  const domains = known.flatMap((certificate) => certificate.domains);
  for (const { name } of resolveAliases(alias)) {
    if (domains.some((domain) => covers(domain, name))) continue;
    yield errorAt(
      path,
      `"${name}" is not a valid domain against ${certificates.join(', ')}`,
      domains.length === 0
        ? 'no such certificate is in this account and region'
        : `the certificate is for ${domains.join(', ')}`,
    );
  }
}
