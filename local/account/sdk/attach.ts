/**
 * Mounts the account under SDK clients: a middleware answers each command in place of the network. It stands where
 * the deserializer was, that is below the SDK's own retries and below the marshalling of the document client.
 */
import { ServiceError } from '../service-error.js';
import type { SimulatedAccount } from '../simulated-account.js';
import { asSdkException } from './service-exceptions.js';

type Context = { readonly clientName?: string; readonly commandName?: string };
type Result = { readonly response: unknown; readonly output: object };
type Next = (args: { readonly input: unknown }) => Promise<Result>;
type Middleware = (next: Next, context: Context) => Next;
type MiddlewareOptions = {
  readonly name: string;
  readonly relation: 'before' | 'after';
  readonly toMiddleware: string;
  readonly aliases?: readonly string[];
  readonly override: true;
};

type DeserializerOptions = {
  readonly name: 'deserializerMiddleware';
  readonly step: 'deserialize';
  readonly tags: readonly string[];
  readonly override: true;
};

/** The part of any SDK v3 client that is touched. */
type SdkClient = {
  middlewareStack: {
    add(middleware: Middleware, options: DeserializerOptions): void;
    addRelativeTo(middleware: Middleware, options: MiddlewareOptions): void;
    clone(): SdkClient['middlewareStack'];
  };
  readonly config: {
    credentials?: unknown;
    retryStrategy?: () => Promise<unknown>;
  };
};

export type AttachOptions = {
  /**
   * `none`: retries follow at once, because a simulated call takes no time; `sdk`: with the SDK's own pauses.
   * @default 'none'
   */
  readonly retryDelay?: 'none' | 'sdk';
};

/** Not secret: nothing is signed for the network. The presigner needs some. */
const CREDENTIALS = async () => ({ accessKeyId: 'SIMULATED', secretAccessKey: 'simulated' });

const answerFrom =
  (findAccount: () => SimulatedAccount): Middleware =>
  (_next, context) =>
  async ({ input }) => {
    const account = findAccount();
    const service = (context.clientName ?? '').replace(/Client$/, '');
    const operation = (context.commandName ?? '').replace(/Command$/, '');
    const requestId = `simulated-${account.calls.all().length + 1}`;
    try {
      const output = (await account.handle(service, operation, input)) as object | undefined;
      return { response: {}, output: { ...output, $metadata: { httpStatusCode: 200, requestId } } };
    } catch (error) {
      throw error instanceof ServiceError ? asSdkException(service, error, requestId) : error;
    }
  };

const passOn: Middleware = (next) => next;

/** Takes the pauses out of the SDK's standard strategy; how often and on what it retries stays the SDK's. */
async function removeRetryDelay(strategy: unknown): Promise<unknown> {
  const backoff = (strategy as { retryBackoffStrategy?: { computeNextBackoffDelay?: unknown } })
    .retryBackoffStrategy;
  if (backoff) backoff.computeNextBackoffDelay = () => 0;
  return strategy;
}

/**
 * Answers the client's commands from the account that `findAccount` gives at the time of each call. The returned
 * function gives the client back to the network. A client may be attached again: the last one wins.
 */
export function attach(
  client: object,
  findAccount: SimulatedAccount | (() => SimulatedAccount),
  options: AttachOptions = {},
): () => void {
  const sdkClient = client as SdkClient;
  const original = sdkClient.middlewareStack.clone();
  const { credentials, retryStrategy } = sdkClient.config;
  const find = typeof findAccount === 'function' ? findAccount : () => findAccount;
  sdkClient.config.credentials = CREDENTIALS;
  if (retryStrategy && options.retryDelay !== 'sdk') {
    sdkClient.config.retryStrategy = async () => removeRetryDelay(await retryStrategy());
  }
  // Replaced, not removed: the presigner looks for its alias.
  sdkClient.middlewareStack.addRelativeTo(passOn, {
    name: 'httpSigningMiddleware',
    relation: 'after',
    toMiddleware: 'retryMiddleware',
    aliases: ['awsAuthMiddleware'],
    override: true,
  });
  // In the place of the deserializer, because the document client puts its unmarshalling just before that name.
  sdkClient.middlewareStack.add(answerFrom(find), {
    name: 'deserializerMiddleware',
    step: 'deserialize',
    tags: ['DESERIALIZER'],
    override: true,
  });
  return () => {
    sdkClient.middlewareStack = original;
    sdkClient.config.credentials = credentials;
    if (retryStrategy) sdkClient.config.retryStrategy = retryStrategy;
  };
}

/** `attach` for many clients; the returned function detaches all. */
export function attachAll(
  clients: readonly object[],
  findAccount: SimulatedAccount | (() => SimulatedAccount),
  options: AttachOptions = {},
): () => void {
  const detachers = clients.map((client) => attach(client, findAccount, options));
  return () => {
    for (const detach of detachers) detach();
  };
}
