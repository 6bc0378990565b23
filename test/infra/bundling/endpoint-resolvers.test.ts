import { createRequire } from 'node:module';
import {
  bucketEndpoint,
  type EndpointResolver,
  regionalEndpoint,
  zoneEndpoint,
} from '../../../functions/support/aws/sdk-endpoints.js';
import {
  LOCATED_CLIENTS,
  type LocatedClient,
  writeEndpointResolver,
} from '../../../infra/bundling/endpoint-resolvers.js';

const load = createRequire(import.meta.filename);

type Client = { readonly config: { readonly endpointProvider: EndpointResolver } };
type ClientClass = new (config: { readonly region: string }) => Client;

/** The client's class, where the package is installed: nobody has to use every service that could be bundled. */
function findClient(name: string): ClientClass | undefined {
  const file = `@aws-sdk/client-${name}`;
  try {
    load.resolve(file);
  } catch {
    return undefined;
  }
  const exported = Object.entries(load(file) as { readonly [name: string]: unknown });
  const [, found] =
    exported.find(([key]) => /^[A-Z]\w*Client$/.test(key) && key !== '__Client') ?? [];
  return found as ClientClass;
}

function ourResolver(client: LocatedClient): EndpointResolver {
  if ('host' in client) return regionalEndpoint(client.host);
  return client.resolver === 'zoneEndpoint' ? zoneEndpoint : bucketEndpoint;
}

const REGIONS = [
  'us-east-1',
  'eu-central-1',
  'ap-southeast-5',
  'cn-north-1',
  'us-gov-west-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eusc-de-east-1',
];

const installed = [...LOCATED_CLIENTS].flatMap(([name, located]) => {
  const client = findClient(name);
  return client ? [{ name, located, client }] : [];
});

const flatten = ({ url, properties, headers }: ReturnType<EndpointResolver>) => ({
  url: url.href,
  properties,
  headers,
});

test('the clients that are bundled are among those that are compared', () => {
  const names = installed.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['cloudformation', 'dynamodb', 's3', 'sfn', 'ssm']));
});

test.each(installed)('$name is where the SDK says, in every partition', ({ located, client }) => {
  for (const Region of REGIONS) {
    const { endpointProvider } = new client({ region: Region }).config;
    for (const given of [{ Region }, { Region, Endpoint: 'http://127.0.0.1:8000' }]) {
      const parameters = { UseFIPS: false, UseDualStack: false, ...given };
      expect(flatten(ourResolver(located)(parameters))).toEqual(
        flatten(endpointProvider(parameters)),
      );
    }
  }
});

test.each(['artifacts', 'with.dots', 'a-b-3', 'Capitals_of_2009'])('bucket %s', (Bucket) => {
  const client = findClient('s3') as ClientClass;
  for (const Region of REGIONS) {
    const { endpointProvider } = new client({ region: Region }).config;
    for (const ForcePathStyle of [false, true]) {
      const parameters = { Region, Bucket, ForcePathStyle, UseFIPS: false, UseDualStack: false };
      expect(flatten(bucketEndpoint(parameters))).toEqual(flatten(endpointProvider(parameters)));
    }
  }
});

test('addresses that are not there are refused rather than guessed', () => {
  expect(() => bucketEndpoint({ Region: 'us-east-1', UseFIPS: true })).toThrow('FIPS');
  expect(() => writeEndpointResolver('/x/@aws-sdk/client-iot/dist-es/endpoint/y.js')).toThrow(
    'no endpoint is known for @aws-sdk/client-iot',
  );
});
