import { AutolandError } from '../core/errors.js';
import { formatIssue } from '../core/issues.js';
import type { Problem } from '../functions/support/api/problem.js';
import { signRequest } from './sign-request.js';

export type ApiAnswer<T> =
  | { readonly ok: true; readonly status: number; readonly body: T }
  | { readonly ok: false; readonly problem: Problem };

export type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Begins with `/v1/`. */
  readonly path: string;
  /** JSON; bytes are sent as they are, and `headers` says what they are. */
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
};

/** Autoland's API. What it refuses is an answer; that it cannot be reached is an error. */
export type ApiClient = {
  send<T>(request: ApiRequest): Promise<ApiAnswer<T>>;
};

export type ApiSettings = {
  /** Address of the API, from `--api`; otherwise AUTOLAND_API. */
  readonly api?: string | undefined;
};

type Environment = { readonly [name: string]: string | undefined };

/** A client of the API that flag or environment name. Requests to localhost are neither signed nor need they be. */
export function connectApi(
  settings: ApiSettings,
  environment: Environment = process.env,
): ApiClient {
  const base = findBase(settings.api ?? environment.AUTOLAND_API);
  return {
    async send<T>({ method, path, body, headers = {} }: ApiRequest): Promise<ApiAnswer<T>> {
      const request = new Request(toAddress(path, base), {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: toContent(body) }),
      });
      const response = await reach(base, await signRequest(request, environment));
      return toAnswer<T>(response);
    },
  };
}

/** A name such as `..` in a path would ask for something else than was meant: for a deletion, of more. */
function toAddress(path: string, base: URL): URL {
  const address = new URL(path, base);
  if (address.pathname === path.split('?')[0]) return address;
  throw new AutolandError('InputInvalid', `${path} is no path of the API`, {
    instructions: ['check the names and ids: letters, digits and hyphens'],
  });
}

function toContent(body: unknown): string | Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

/** The answer's body; a refusal becomes an error with the words of the API. */
export async function ask<T>(client: ApiClient, request: ApiRequest): Promise<T> {
  const answer = await client.send<T>(request);
  if (answer.ok) return answer.body;
  throw toError(answer.problem);
}

/** Every reason that a problem names, as an error for the user. */
export function toError({
  status,
  detail,
  instructions = [],
  errors = [],
  issues = [],
}: Problem): AutolandError {
  const name = status === 404 ? 'NotFound' : status === 409 ? 'Conflict' : 'InputInvalid';
  return new AutolandError(name, detail, {
    instructions: [
      ...errors.map((one) => `${one.field}: ${one.detail}`),
      ...issues.map(formatIssue),
      ...instructions,
    ],
  });
}

function findBase(address: string | undefined): URL {
  if (!address)
    throw new AutolandError('InputInvalid', 'the address of the API is missing', {
      instructions: [
        'add --api URL, or set AUTOLAND_API: the output EndpointUrl of the stack Orchestrator',
      ],
    });
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new AutolandError('InputInvalid', `"${address}" is no address of an API`, {
      instructions: ['it begins with https:// (or http:// on localhost)'],
    });
  return new URL(address);
}

async function reach(base: URL, request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    throw new AutolandError('NotFound', `${base.origin} cannot be reached: ${findReason(error)}`, {
      instructions: ['check --api, or AUTOLAND_API'],
      cause: error,
    });
  }
}

const REASONS: { readonly [code: string]: string } = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
};

/** `fetch` itself says no more than "fetch failed". */
function findReason(error: unknown): string {
  const { cause = error } = error as { readonly cause?: unknown };
  const { code, message } = cause as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}

async function toAnswer<T>(response: Response): Promise<ApiAnswer<T>> {
  const text = await response.text();
  if (response.ok) return { ok: true, status: response.status, body: parseJson(text) as T };
  return { ok: false, problem: toProblem(response.status, parseJson(text)) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** API Gateway refuses with `{"message": "Forbidden"}`, which is no problem document. */
function toProblem(status: number, body: unknown): Problem {
  const given = (body ?? {}) as Partial<Problem> & { readonly message?: string };
  if (given.code && given.detail) return given as Problem;
  return {
    type: 'about:blank',
    title: 'Refused',
    status,
    code: 'Refused',
    detail: `the API answers ${status}${given.message ? `: ${given.message}` : ''}`,
    ...(status === 403 ? { instructions: FORBIDDEN } : {}),
  };
}

const FORBIDDEN = [
  'your AWS credentials need execute-api:Invoke on this path; which ones are used: aws sts get-caller-identity',
];
