/**
 * Where the services are that functions call. Bundles have this in place of the SDK's rule sets, which also know
 * access points, outposts, dual-stack and accelerated addresses: a tenth of a bundle (infra/bundling).
 */

type Parameters = {
  readonly Region?: string;
  /** An address from the configuration (`AWS_ENDPOINT_URL`), in place of the service's own. */
  readonly Endpoint?: string;
  readonly UseFIPS?: boolean;
  readonly UseDualStack?: boolean;
  readonly Bucket?: string;
  readonly ForcePathStyle?: boolean;
};

/** What the SDK's endpoint rules give: the address, and how a request to it is signed. */
type Endpoint = {
  readonly url: URL;
  readonly headers: Record<string, string[]>;
  readonly properties: Record<string, unknown>;
};

export type EndpointResolver = (parameters: Parameters) => Endpoint;

type Partition = {
  readonly prefix: string;
  readonly suffix: string;
  readonly globalRegion: string;
};

const COMMERCIAL: Partition = { prefix: '', suffix: 'amazonaws.com', globalRegion: 'us-east-1' };
const PARTITIONS: readonly Partition[] = [
  { prefix: 'cn-', suffix: 'amazonaws.com.cn', globalRegion: 'cn-northwest-1' },
  { prefix: 'us-gov-', suffix: 'amazonaws.com', globalRegion: 'us-gov-west-1' },
  { prefix: 'us-isob-', suffix: 'sc2s.sgov.gov', globalRegion: 'us-isob-east-1' },
  { prefix: 'us-isof-', suffix: 'csp.hci.ic.gov', globalRegion: 'us-isof-south-1' },
  { prefix: 'us-iso-', suffix: 'c2s.ic.gov', globalRegion: 'us-iso-east-1' },
  { prefix: 'eu-isoe-', suffix: 'cloud.adc-e.uk', globalRegion: 'eu-isoe-west-1' },
  { prefix: 'eusc-', suffix: 'amazonaws.eu', globalRegion: 'eusc-de-east-1' },
];

const partitionOf = (region: string): Partition =>
  PARTITIONS.find(({ prefix }) => region.startsWith(prefix)) ?? COMMERCIAL;

function locate({ Region = '', Endpoint, UseFIPS, UseDualStack }: Parameters, host: string): URL {
  if (UseFIPS || UseDualStack)
    throw new Error('FIPS and dual-stack endpoints are not in this bundle');
  return new URL(Endpoint ?? `https://${host}.${partitionOf(Region).suffix}`);
}

/** `https://<host>.<region>.amazonaws.com`, as nearly every service has it. */
export const regionalEndpoint =
  (host: string): EndpointResolver =>
  (parameters) => ({
    url: locate(parameters, `${host}.${parameters.Region}`),
    headers: {},
    properties: {},
  });

/** Route 53 is one for a whole partition, and wants the signature of one region of it. */
export const zoneEndpoint: EndpointResolver = (parameters) => {
  const { prefix, globalRegion } = partitionOf(parameters.Region ?? '');
  const url = locate(parameters, prefix === 'us-gov-' ? 'route53.us-gov' : 'route53');
  const scheme = { name: 'sigv4', signingRegion: globalRegion };
  return {
    url,
    headers: {},
    properties: parameters.Endpoint ? {} : { authSchemes: [scheme] },
  };
};

/** A name that can stand before the host: TLS certificates have no room for one with dots. */
const HOST_LABEL = /^[a-z\d][a-z\d-]{1,61}[a-z\d]$/;

/** S3: the bucket stands before the host where it can, else in the path; at a configured address always in the path. */
export const bucketEndpoint: EndpointResolver = (parameters) => {
  const { Region = '', Bucket, Endpoint, ForcePathStyle } = parameters;
  const url = locate(parameters, `s3.${Region}`);
  if (Bucket !== undefined) {
    const isHost = HOST_LABEL.test(Bucket) && !ForcePathStyle && Endpoint === undefined;
    if (isHost) url.hostname = `${Bucket}.${url.hostname}`;
    else url.pathname = `${url.pathname.replace(/\/$/, '')}/${encodeURIComponent(Bucket)}`;
  }
  const scheme = {
    name: 'sigv4',
    disableDoubleEncoding: true,
    signingName: 's3',
    signingRegion: Region,
  };
  return { url, headers: {}, properties: { authSchemes: [scheme] } };
};
