import type { Facts } from '../../core/facts/facts.js';
import { findNeededFacts } from '../../core/facts/needed-facts.js';
import { readManifests } from '../../core/facts/read-manifests.js';
import type { AssumeInput } from './assume.js';
import { findAssumedDomain } from './assume-domain.js';

type LoadBalancer = NonNullable<Facts['loadBalancers']>[string];

/** Where the simulated account is. */
const PLACE = 'us-east-1:111111111111';

/** What exists on AWS outside of the workspace and is of no consequence here; what the facts say is left alone. */
export function assumeOutside({ workspace, facts, application, environment }: AssumeInput): {
  readonly facts: Partial<Facts>;
  readonly notes: readonly string[];
} {
  const known = { ...facts, application: { ...facts.application, name: application } };
  const manifests = readManifests({ workspace, environment, facts: known });
  const needed = findNeededFacts(manifests);
  const certificates = facts.certificates ? [] : needed.certificates;
  const needsList = needed.cloudFrontPrefixList && !facts.environment?.cloudFrontPrefixListIds;
  const domain = known.application.domain
    ? undefined
    : findAssumedDomain(manifests, { application, environment });
  const balancers = needed.loadBalancers.filter(
    (name) => facts.loadBalancers?.[name] === undefined,
  );
  const tags = [...needed.subnetTags.keys()].filter((key) => !facts.taggedSubnets?.[key]);
  return {
    facts: {
      ...facts,
      ...(domain ? { application: { ...known.application, domain } } : {}),
      // Known to be nothing: what is not known of a certificate is not judged.
      certificates: facts.certificates ?? {},
      ...(needsList
        ? { environment: { ...facts.environment, cloudFrontPrefixListIds: ['pl-cloudfront'] } }
        : {}),
      ...(balancers.length > 0
        ? { loadBalancers: { ...facts.loadBalancers, ...entriesOf(balancers, aLoadBalancer) } }
        : {}),
      ...(tags.length > 0
        ? { taggedSubnets: { ...facts.taggedSubnets, ...entriesOf(tags, subnetsOf) } }
        : {}),
    },
    notes: [
      ...(domain ? [`domain of the application: ${domain}`] : []),
      ...certificates.map((arn) => `certificate ${arn} is for the aliases that it is used with`),
      ...(needsList ? ['prefix list of CloudFront: pl-cloudfront'] : []),
      ...balancers.map((name) => `load balancer ${name} listens for HTTP and HTTPS`),
      ...tags.map((key) => `subnets with the tags ${key}: ${subnetsOf(key, 0).join(', ')}`),
    ],
  };
}

const entriesOf = <T>(names: readonly string[], make: (name: string, index: number) => T) =>
  Object.fromEntries(names.map((name, index) => [name, make(name, index)]));

const subnetsOf = (_key: string, _index: number): string[] => [
  'subnet-assumed1',
  'subnet-assumed2',
];

/** A manifest names it by its name or its ARN. */
function aLoadBalancer(nameOrArn: string, index: number): LoadBalancer {
  const name = nameOrArn.startsWith('arn:') ? (nameOrArn.split('/')[2] ?? nameOrArn) : nameOrArn;
  const path = `app/${name}/${index}`;
  const arnOf = (kind: string) => `arn:aws:elasticloadbalancing:${PLACE}:${kind}/${path}`;
  return {
    arn: nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('loadbalancer'),
    name,
    dnsName: `${name}.us-east-1.elb.amazonaws.com`,
    hostedZoneId: 'Z35SXDOTRQ7X7K',
    listeners: [
      { arn: `${arnOf('listener')}/http`, port: 80, protocol: 'HTTP' },
      { arn: `${arnOf('listener')}/https`, port: 443, protocol: 'HTTPS' },
    ],
    securityGroups: [`sg-${name}`],
  };
}
