/**
 * Mounts the account under SDK clients: a middleware answers each command in place of the network. It stands where
 * the deserializer was, that is below the SDK's own retries and below the marshalling of the document client. Commands
 * take the short way to it; those with options of their own, and the presigner, the whole.
 */
import { ServiceError } from '../service-error.js';
import type { SimulatedAccount } from '../simulated-account.js';
import { asSdkException } from './service-exceptions.js';
import { type Client, type Middleware, makeShortWay } from './short-way.js';

type MiddlewareOptions = {
  readonly name: string;
  readonly relation: 'before' | 'after';
  readonly toMiddleware: string;
  readonly aliases?: readonly string[];
  readonly override: true;
};

type DeserializerOptions = {
  readonly name: string;
  readonly step: 'deserialize';
  readonly tags: readonly string[];
  readonly override: true;
};

type MiddlewareTarget = {
  add(middleware: Middleware, options: DeserializerOptions): void;
  addRelativeTo(middleware: Middleware, options: MiddlewareOptions): void;
};

/** The part of any SDK v3 client that is touched. */
type SdkClient = {
  readonly middlewareStack: MiddlewareTarget & { applyToStack(target: MiddlewareTarget): void };
  readonly config: Client['config'] & {
    credentials?: unknown;
    retryStrategy?: () => Promise<unknown>;
  };
  send: (command: object, ...options: readonly unknown[]) => unknown;
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

/** The document client puts its unmarshalling just before this name. */
const DESERIALIZER = {
  name: 'deserializerMiddleware',
  step: 'deserialize',
  tags: ['DESERIALIZER'],
  override: true,
} as const;

/** Replaced, not removed: the presigner looks for its alias. */
const SIGNING = {
  name: 'httpSigningMiddleware',
  relation: 'after',
  toMiddleware: 'retryMiddleware',
  aliases: ['awsAuthMiddleware'],
  override: true,
} as const;

/**
 * The SDK's standard strategy without its pauses; how often and on what it retries stays the SDK's. It has a bucket of
 * retries of its own, so that one story does not drain another's.
 */
function withoutPauses(strategy: unknown): unknown {
  const retryBackoffStrategy = { setDelayBase: () => undefined, computeNextBackoffDelay: () => 0 };
  return Object.create(strategy as object, {
    retryBackoffStrategy: { value: retryBackoffStrategy },
  });
}

/** Puts back the two middlewares that an attachment takes the place of. */
function rememberOriginals({ middlewareStack }: SdkClient): () => void {
  const restore: (() => void)[] = [];
  middlewareStack.applyToStack({
    add: (middleware, options) => {
      if (options.name !== DESERIALIZER.name) return;
      restore.push(() => middlewareStack.add(middleware, { ...options, override: true }));
    },
    addRelativeTo: (middleware, options) => {
      if (options.name !== SIGNING.name) return;
      restore.push(() => middlewareStack.addRelativeTo(middleware, { ...options, override: true }));
    },
  });
  return () => {
    for (const one of restore) one();
  };
}

/** Commands without options of their own; the returned function gives the client its former `send`. */
function takeShortWay(client: SdkClient, answer: Middleware): () => void {
  const former = Object.getOwnPropertyDescriptor(client, 'send');
  const wholeWay = Object.getPrototypeOf(client).send as SdkClient['send'];
  const shortWay = makeShortWay(client, answer);
  client.send = (command, ...options) =>
    options.some((option) => option !== undefined)
      ? wholeWay.call(client, command, ...options)
      : shortWay(command);
  return () => {
    if (former) Object.defineProperty(client, 'send', former);
    else Reflect.deleteProperty(client, 'send');
  };
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
  const restore = rememberOriginals(sdkClient);
  const { config, middlewareStack } = sdkClient;
  const { credentials, retryStrategy } = config;
  const find = typeof findAccount === 'function' ? findAccount : () => findAccount;
  config.credentials = CREDENTIALS;
  if (retryStrategy && options.retryDelay !== 'sdk') {
    const quick = retryStrategy().then(withoutPauses);
    config.retryStrategy = () => quick;
  }
  middlewareStack.addRelativeTo(passOn, SIGNING);
  const answer = answerFrom(find);
  middlewareStack.add(answer, DESERIALIZER);
  const lengthen = takeShortWay(sdkClient, answer);
  return () => {
    restore();
    lengthen();
    config.credentials = credentials;
    if (retryStrategy) config.retryStrategy = retryStrategy;
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
