import type { Environment } from '../schema/environment.js';
import type { PrivateHttp, PublicHttp } from '../schema/environment-http.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../text/finding.js';
import type { Path } from '../text/path.js';
import { findArnRegion } from './arn.js';
import { isCidr } from './cidr.js';
import { findVpcMistakes } from './environment-vpc.js';
import { findCloudFrontCertificateMistakes } from './static-site.js';

export function* findEnvironmentMistakes(manifest: Environment): Iterable<Finding> {
  yield* findVpcMistakes(manifest.network?.vpc);
  if (manifest.http?.public) yield* findPublicHttpMistakes(manifest.http.public);
  if (manifest.http?.private) yield* findPrivateHttpMistakes(manifest.http.private);
  yield* findCdnMistakes(manifest);
  yield* findInternalSubnetMistakes(manifest);
}

function* findPublicHttpMistakes(http: PublicHttp): Iterable<Finding> {
  const path = ['http', 'public'];
  yield* findCertificateDoubts(http.certificates, [...path, 'certificates']);
  yield* findCidrDoubts(http.ingress?.source_ips, [...path, 'ingress', 'source_ips']);
  const deprecated = http.security_groups?.ingress;
  if (deprecated === undefined) return;
  const at = [...path, 'security_groups', 'ingress'];
  if (http.ingress !== undefined) {
    const message = 'must specify one, not both, of "security_groups.ingress" and "ingress"';
    yield errorAt(at, message, 'keep ingress: security_groups is the old spelling');
  }
  if (deprecated.from_vpc !== undefined) {
    const message = 'a public load balancer already allows vpc ingress';
    yield errorAt([...at, 'from_vpc'], message, 'remove it');
  }
  if (deprecated.restrict_to === undefined) return;
  yield warningAt([...at, 'restrict_to'], 'is a deprecated spelling', 'write http.public.ingress');
  if (deprecated.restrict_to.source_ips === undefined) return;
  const hint = 'write http.public.ingress.source_ips: Copilot reads this one but never uses it';
  yield warningAt([...at, 'restrict_to', 'source_ips'], 'has no effect', hint);
}

function* findPrivateHttpMistakes(http: PrivateHttp): Iterable<Finding> {
  const path = ['http', 'private'];
  yield* findCertificateDoubts(http.certificates, [...path, 'certificates']);
  const deprecated = http.security_groups?.ingress;
  if (deprecated === undefined) return;
  const at = [...path, 'security_groups', 'ingress'];
  if (http.ingress !== undefined) {
    const message = 'must specify one, not both, of "security_groups.ingress" and "ingress"';
    yield errorAt(at, message, 'keep ingress: security_groups is the old spelling');
  }
  if (deprecated.restrict_to !== undefined) {
    const message = 'an internal load balancer cannot have restrictive ingress fields';
    yield errorAt([...at, 'restrict_to'], message, 'remove it');
  }
  if (deprecated.from_vpc === undefined) return;
  yield warningAt(
    [...at, 'from_vpc'],
    'is a deprecated spelling',
    'write http.private.ingress.vpc',
  );
}

function* findCertificateDoubts(
  certificates: readonly string[] | undefined,
  path: Path,
): Iterable<Finding> {
  for (const [index, arn] of (certificates ?? []).entries()) {
    if (findArnRegion(arn) !== undefined) continue;
    const hint = 'write the ARN of an ACM certificate';
    yield warningAt([...path, index], `${quoteFound(arn)} is not an ARN`, hint);
  }
}

function* findCidrDoubts(ranges: readonly string[] | undefined, path: Path): Iterable<Finding> {
  for (const [index, range] of (ranges ?? []).entries()) {
    if (isCidr(range)) continue;
    const hint = 'write an address with its prefix length, for instance 192.0.2.7/32';
    yield warningAt([...path, index], `${quoteFound(range)} is no address range`, hint);
  }
}

function* findCdnMistakes(manifest: Environment): Iterable<Finding> {
  const { cdn = false } = manifest;
  const config = typeof cdn === 'object' ? cdn : {};
  const http = manifest.http?.public;
  // The old spelling counts only where the new one is absent, as in Copilot.
  const restricts = http?.ingress ?? http?.security_groups?.ingress?.restrict_to;
  if (restricts?.cdn && cdn === false) {
    const message = 'CDN must be enabled to limit security group ingress to CloudFront';
    yield errorAt(['http', 'public'], message, 'add cdn: true, or remove ingress.cdn');
  }
  if (config.certificate !== undefined) {
    yield* findCloudFrontCertificateMistakes(config.certificate, ['cdn', 'certificate']);
    if (http?.certificates === undefined && config.terminate_tls !== true) {
      const message =
        '"cdn.terminate_tls" must be true if "cdn.certificate" is set without "http.public.certificates"';
      yield errorAt(['cdn', 'terminate_tls'], message);
    }
  } else if (cdn !== false && http?.certificates !== undefined) {
    const message =
      '"cdn.certificate" must be specified if "http.public.certificates" and "cdn" are specified';
    yield errorAt(['cdn', 'certificate'], message, 'name an ACM certificate of us-east-1');
  }
  yield* findStaticAssetMistakes(config.static_assets);
}

type StaticAssets = Exclude<Extract<Environment['cdn'], object>['static_assets'], undefined>;

function* findStaticAssetMistakes(assets: StaticAssets | undefined): Iterable<Finding> {
  if (assets === undefined || !(assets.alias || assets.location || assets.path)) return;
  for (const key of ['alias', 'location', 'path'] as const) {
    if (assets[key]) continue;
    const hint = 'static_assets needs alias, location and path';
    yield errorAt(['cdn', 'static_assets', key], `"${key}" must be specified`, hint);
  }
}

function* findInternalSubnetMistakes(manifest: Environment): Iterable<Finding> {
  const chosen = manifest.http?.private?.subnets;
  if (chosen === undefined) return;
  const path = ['http', 'private', 'subnets'];
  const vpc = manifest.network?.vpc;
  if (!vpc?.id) {
    const message = 'in order to specify internal ALB subnet placement, subnets must be imported';
    yield errorAt(path, message, 'add network.vpc.id and its subnets');
    return;
  }
  const imported = [...(vpc.subnets?.private ?? []), ...(vpc.subnets?.public ?? [])];
  for (const [index, id] of chosen.entries()) {
    if (imported.some((subnet) => subnet.id === id)) continue;
    const hint = 'name a subnet of network.vpc.subnets';
    yield errorAt([...path, index], `subnet ${quoteFound(id)} is not imported`, hint);
  }
}
