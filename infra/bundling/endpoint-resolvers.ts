import { join } from 'node:path';

const REGIONAL_HOSTS: { readonly [client: string]: string } = {
  acm: 'acm',
  apprunner: 'apprunner',
  cloudformation: 'cloudformation',
  cloudwatch: 'monitoring',
  codebuild: 'codebuild',
  dynamodb: 'dynamodb',
  ec2: 'ec2',
  ecr: 'api.ecr',
  ecs: 'ecs',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  eventbridge: 'events',
  lambda: 'lambda',
  'resource-groups-tagging-api': 'tagging',
  sfn: 'states',
  sqs: 'sqs',
  ssm: 'ssm',
};

/** A resolver of functions/support/aws/sdk-endpoints.ts by its name, made for a host where it is regional. */
export type LocatedClient =
  | { readonly resolver: 'regionalEndpoint'; readonly host: string }
  | { readonly resolver: 'bucketEndpoint' | 'zoneEndpoint' };

/** Services of which a bundle may have a client, by the end of the package's name. */
export const LOCATED_CLIENTS: ReadonlyMap<string, LocatedClient> = new Map<string, LocatedClient>([
  ...Object.entries(REGIONAL_HOSTS).map(([client, host]): [string, LocatedClient] => [
    client,
    { resolver: 'regionalEndpoint', host },
  ]),
  ['route-53', { resolver: 'zoneEndpoint' }],
  ['s3', { resolver: 'bucketEndpoint' }],
]);

export const ENDPOINT_FILES =
  /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]endpoint[\\/]endpointResolver\.js$/;

/** The functions that the SDK's rule sets call; nobody is left who does. */
export const ENDPOINT_FUNCTION_FILES = /[\\/]client[\\/]util-endpoints[\\/]aws\.js$/;

const SOURCE = join(import.meta.dirname, '../../functions/support/aws/sdk-endpoints.ts');

/** What takes the place of a client's endpoint rules. Throws for a client whose address is not known here. */
export function writeEndpointResolver(file: string): string {
  const client = /[\\/]client-([\w-]+)[\\/]/.exec(file)?.[1] ?? '';
  const located = LOCATED_CLIENTS.get(client);
  if (located === undefined)
    throw new Error(`no endpoint is known for @aws-sdk/client-${client}; add it to REGIONAL_HOSTS`);
  const { resolver } = located;
  const made = 'host' in located ? `${resolver}(${JSON.stringify(located.host)})` : resolver;
  return [
    `import { ${resolver} } from ${JSON.stringify(SOURCE)};`,
    `export const defaultEndpointResolver = ${made};`,
  ].join('\n');
}
