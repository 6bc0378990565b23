import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';

type Output = { readonly [field: string]: unknown };
/** Gives the answer of one command: from `ask`, which asks the account, or made up. */
export type Alteration = (ask: () => Promise<Output>, input: Output) => Promise<Output>;

/** Answers of a client that the simulated account does not know to give. The returned function takes it back. */
export function alterAnswers(
  client: { readonly middlewareStack: unknown },
  alterations: { readonly [command: string]: Alteration },
): () => void {
  const name = 'alterAnswers';
  // The stacks of all clients are alike but for the types of their commands.
  const stack = client.middlewareStack as CloudFormationClient['middlewareStack'];
  stack.add(
    (next, context) => async (args) => {
      const { commandName = '' } = context as { readonly commandName?: string };
      const alter = alterations[commandName.replace(/Command$/, '')];
      if (!alter) return next(args);
      const ask = async () => (await next(args)).output as unknown as Output;
      const output = { $metadata: {}, ...(await alter(ask, args.input as unknown as Output)) };
      return { response: {}, output } as never;
    },
    { step: 'initialize', name, override: true },
  );
  return () => void stack.remove(name);
}
