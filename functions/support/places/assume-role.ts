import { SignatureV4 } from '@smithy/signature-v4';
import { AutolandError } from '../../../core/errors.js';
import {
  describePlace,
  type Elsewhere,
  externalIdOf,
  placeRoleArn,
} from '../../../core/places/place.js';
import { now } from '../runtime/ambient.js';
import { home } from './whereabouts.js';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
};

type SignerOptions = ConstructorParameters<typeof SignatureV4>[0];

/** With what the call itself is signed: as any client of the installation has it. */
export type OwnIdentity = Pick<SignerOptions, 'credentials' | 'sha256'>;

/** Credentials that are nearly over are not handed out: the call that they are for takes time. */
const SLACK_MS = 300_000;
const TIMEOUT_MS = 10_000;

const held = new Map<string, Promise<Credentials>>();

/** Credentials of the role in the environment's place; of all who ask at a time one asks STS. */
export async function getCredentials(place: Elsewhere, own: OwnIdentity): Promise<Credentials> {
  const roleArn = placeRoleArn(place);
  const before = held.get(roleArn);
  const known = await before?.catch(() => undefined);
  if (known && known.expiration.getTime() - SLACK_MS > now()) return known;
  const current = held.get(roleArn);
  if (current && current !== before) return current;
  const asked = assumeRole(place, own);
  held.set(roleArn, asked);
  return asked;
}

/**
 * STS's AssumeRole, signed by hand: STS's client would be 17 kB more in every function that looks at a stack, for one
 * call of four parameters. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
async function assumeRole(place: Elsewhere, own: OwnIdentity): Promise<Credentials> {
  const hostname = `sts.${place.region}.${place.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
  const body = new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: placeRoleArn(place),
    RoleSessionName: 'autoland',
    ExternalId: externalIdOf(place),
  }).toString();
  const signer = new SignatureV4({ ...own, service: 'sts', region: place.region });
  const { method, headers } = await signer.sign({
    method: 'POST',
    protocol: 'https:',
    hostname,
    path: '/',
    headers: { host: hostname, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  const answer = await send(`https://${hostname}/`, { method, headers, body });
  const text = await answer.text();
  if (!answer.ok) throw explain(place, answer.status, text);
  return {
    accessKeyId: read(text, 'AccessKeyId'),
    secretAccessKey: read(text, 'SecretAccessKey'),
    sessionToken: read(text, 'SessionToken'),
    expiration: new Date(read(text, 'Expiration')),
  };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    // Lost connections pass: state machines try again.
    throw Object.assign(new Error(`no answer from ${url}`, { cause }), { name: 'TimeoutError' });
  }
}

function explain(place: Elsewhere, status: number, text: string): Error {
  const message = `${read(text, 'Code')}: ${read(text, 'Message')}`;
  if (status < 500 && read(text, 'Code') === 'AccessDenied') return outOfReach(place, message);
  const name = status >= 500 ? 'ThrottlingException' : read(text, 'Code');
  return Object.assign(new Error(message), { name });
}

/** The environment's place does not let the installation in. */
export function outOfReach(place: Elsewhere, reason: string): AutolandError {
  const { application, environment } = place;
  const here = home();
  return new AutolandError(
    'OutOfReach',
    `environment ${environment} is in ${describePlace(place)}, out of reach from here: ${reason}`,
    {
      instructions: [
        `let it in, once: autoland env bootstrap --app ${application} --name ${environment} --account ${place.account} --region ${place.region} --installation ${here.account}/${here.region}`,
      ],
    },
  );
}

/** The answer is flat XML with each name once. */
function read(text: string, tag: string): string {
  return new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? '';
}
