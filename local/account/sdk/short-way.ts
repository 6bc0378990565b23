/**
 * A client of the SDK sends a command through a dozen middlewares, sorted anew for each command: endpoint, user agent, log
 * lines, checksums, signature. Without a network only these matter: the marshalling of the document client, the
 * serializer (it refuses what cannot be sent) and the retries. The way through them is made once per kind of command.
 */
type Result = { readonly response: unknown; readonly output: object };
type Context = {
  readonly clientName?: string;
  readonly commandName?: string;
  readonly [field: string]: unknown;
};
type Next = (args: { readonly input: unknown }) => Promise<Result>;
export type Middleware = (next: Next, context: Context) => Next;

type Entry = { readonly name?: string };
type Visitor = {
  add(middleware: Middleware, options: Entry): void;
  addRelativeTo(middleware: Middleware, options: Entry): void;
};
type Stack = { applyToStack(visitor: Visitor): void };

type Command = {
  readonly input: unknown;
  resolveMiddleware(stack: unknown, config: unknown, options: object): unknown;
};

type Protocol = {
  serializeRequest(operation: object, input: unknown, context: object): Promise<unknown>;
};

export type Client = {
  readonly middlewareStack: Stack;
  readonly config: { readonly protocol?: Protocol };
};

/** From the outermost to the innermost; the document client's two are not there for other clients. */
const KEPT = ['DocumentMarshall', 'serializerMiddleware', 'retryMiddleware', 'DocumentUnmarshall'];

/** The serializer writes it into the request. */
const NOWHERE = { protocol: 'https:', hostname: 'simulated.invalid', path: '/' };

/** What the SDK's own middleware of this name does; that one copies the whole configuration for each command. */
function serializeWith({ config }: Client): Middleware {
  return (next, context) => {
    const { operationSchema } = context.__smithy_context as {
      readonly operationSchema: readonly unknown[];
    };
    const [, namespace, name, traits, input, output] = operationSchema;
    const operation = { namespace, name, traits, input, output };
    const surroundings = { ...config, ...context, endpoint: async () => NOWHERE };
    return async (args) => {
      await config.protocol?.serializeRequest(operation, args.input, surroundings);
      return next(args);
    };
  };
}

/** Answers commands as the client's `send` does, `answer` in the place of the network. */
export function makeShortWay(
  client: Client,
  answer: Middleware,
): (command: object) => Promise<object> {
  const ways = new WeakMap<object, Next>();
  const find = (command: Command): Next => {
    const known = ways.get(command.constructor);
    if (known) return known;
    const made = resolveWay(client, command, answer);
    ways.set(command.constructor, made);
    return made;
  };
  return async (sent) => {
    const command = sent as Command;
    return (await find(command)({ input: command.input })).output;
  };
}

/** The command is asked for its middlewares and its context by a stack that only looks. */
function resolveWay(client: Client, command: Command, answer: Middleware): Next {
  const kept = new Map<string, Middleware>();
  let way: Next | undefined;
  const note = (middleware: Middleware, { name = '' }: Entry): void => {
    kept.set(name, middleware);
  };
  const probe = {
    concat: (stack: Stack) => {
      stack.applyToStack({ add: note, addRelativeTo: note });
      return probe;
    },
    resolve: (_network: unknown, context: Context) => {
      const inside = answer(() => Promise.reject(new Error('there is no network')), context);
      // What the document client has marshalled needs no second look.
      if (kept.has('DocumentMarshall')) kept.delete('serializerMiddleware');
      else kept.set('serializerMiddleware', serializeWith(client));
      way = KEPT.reduceRight((next, name) => kept.get(name)?.(next, context) ?? next, inside);
      return way;
    },
  };
  probe.concat(client.middlewareStack);
  command.resolveMiddleware(probe, client.config, {});
  if (!way) throw new Error(`${command.constructor.name} is no command of the SDK`);
  return way;
}
