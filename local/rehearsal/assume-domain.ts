import type { ReleaseManifests } from '../../core/facts/read-manifests.js';
import { resolveAliases } from '../../core/manifest/resolve/aliases.js';
import {
  findHttp,
  resolveNlbListeners,
  resolveRoutingRules,
} from '../../core/manifest/resolve/load-balancers.js';
import type { LoadBalancedWebService } from '../../core/manifest/schema/load-balanced-web-service.js';
import type { WorkloadManifest } from '../../core/manifest/schema/workload.js';
import { environmentTraits } from '../../core/render/environment-traits.js';

/** For a workload that asks for HTTPS and names no host. */
const ANY_DOMAIN = 'example.com';

type Wish = { readonly aliases: readonly string[]; readonly needsAny: boolean };

/**
 * The domain of the application that the manifests' aliases can be records of; undefined where no workload needs one,
 * or no one domain fits all.
 */
export function findAssumedDomain(
  { environment, workloads }: ReleaseManifests,
  place: { readonly application: string; readonly environment: string },
): string | undefined {
  const { publicCertificates, cdnCertificate } = environmentTraits(environment.manifest);
  const importsCertificates = publicCertificates.length > 0 || cdnCertificate !== undefined;
  const wishes = workloads.map(({ manifest }) => findWish(manifest, importsCertificates));
  const aliases = wishes.flatMap((wish) => wish.aliases);
  const [first] = aliases;
  if (first === undefined) return wishes.some(({ needsAny }) => needsAny) ? ANY_DOMAIN : undefined;
  const labels = first.split('.');
  // The shortest record first: `www.example.com` is of `example.com` rather than its root.
  const suffixes = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  const candidates = [...suffixes.slice(1), first];
  return candidates.find((domain) => aliases.every((alias) => isManaged(alias, domain, place)));
}

/** The zones of environment, application and domain hold their own name and names of one label more. */
function isManaged(
  alias: string,
  domain: string,
  { application, environment }: { readonly application: string; readonly environment: string },
): boolean {
  const zones = [domain, `${application}.${domain}`, `${environment}.${application}.${domain}`];
  const above = alias.slice(alias.indexOf('.') + 1);
  return zones.includes(alias) || zones.includes(above);
}

function findWish(manifest: WorkloadManifest, importsCertificates: boolean): Wish {
  switch (manifest.type) {
    case 'Load Balanced Web Service':
      return importsCertificates ? { aliases: [], needsAny: false } : findPublicWish(manifest);
    case 'Request-Driven Web Service':
      return { aliases: manifest.http?.alias ? [manifest.http.alias] : [], needsAny: false };
    case 'Static Site': {
      const { alias, certificate } = manifest.http ?? {};
      return { aliases: alias && !certificate ? [alias] : [], needsAny: false };
    }
    default:
      return { aliases: [], needsAny: false };
  }
}

function findPublicWish({ http, nlb }: LoadBalancedWebService): Wish {
  // The records of an imported load balancer are made in zones of their own.
  const rules = findHttp(http)?.alb === undefined ? resolveRoutingRules(http) : [];
  const aliases = [...rules.map(({ alias }) => alias), nlb?.alias].flatMap(resolveAliases);
  return {
    aliases: aliases.filter(({ hostedZone }) => hostedZone === undefined).map(({ name }) => name),
    needsAny:
      rules.some((rule) => rule.redirect_to_https !== undefined) ||
      resolveNlbListeners(nlb).some(({ port }) => /\/tls$/i.test(port)),
  };
}
