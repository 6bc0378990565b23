import { AwsClient } from 'aws4fetch';
import { AutolandError } from '../core/errors.js';

type Environment = { readonly [name: string]: string | undefined };

/**
 * The request as the endpoint wants it: with the bearer token AUTOLAND_TOKEN where there is one, signed with the AWS
 * credentials that the usual chain finds otherwise, and as it is for localhost.
 */
export async function signRequest(request: Request, environment: Environment): Promise<Request> {
  const url = new URL(request.url);
  if (isLocal(url)) return request;
  if (url.protocol !== 'https:')
    throw new AutolandError('InputInvalid', `${url.origin} is not encrypted`, {
      instructions: ['take the https:// address of the API'],
    });
  const token = environment.AUTOLAND_TOKEN;
  if (token) {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${token}`);
    return new Request(request, { headers });
  }
  const region = findRegion(url, environment);
  const client = new AwsClient({ ...(await findCredentials()), region, service: 'execute-api' });
  return client.sign(request);
}

function isLocal({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** `<id>.execute-api.<region>.amazonaws.com`; a domain of its own does not tell the region. */
function findRegion({ hostname }: URL, environment: Environment): string {
  const region =
    /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(hostname)?.[1] ??
    environment.AWS_REGION ??
    environment.AWS_DEFAULT_REGION;
  if (region) return region;
  throw new AutolandError('InputInvalid', `the region of ${hostname} is not known`, {
    instructions: ['set AWS_REGION to the region of the API'],
  });
}

async function findCredentials() {
  // Loaded only when something is signed: it brings half of the SDK along.
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = await fromNodeProviderChain()();
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  } catch (error) {
    throw new AutolandError('InputInvalid', 'there are no AWS credentials', {
      instructions: ['sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID'],
      cause: error,
    });
  }
}
