type Output = { readonly [field: string]: unknown };
type Command = { readonly input: Output };
type Send = (command: Command, ...options: readonly unknown[]) => Promise<Output>;
/** Gives the answer of one command: from `ask`, which asks the account, or made up. */
export type Alteration = (ask: () => Promise<Output>, input: Output) => Promise<Output>;

/** Answers of a client that the simulated account does not know to give. The returned function takes it back. */
export function alterAnswers(
  client: object,
  alterations: { readonly [command: string]: Alteration },
): () => void {
  // The clients are alike but for the types of their commands.
  const sender = client as { send: Send };
  const { send } = sender;
  const altered: Send = async (command, ...options) => {
    const alter = alterations[command.constructor.name.replace(/Command$/, '')];
    const ask = () => send.call(client, command, ...options);
    return alter ? { $metadata: {}, ...(await alter(ask, command.input)) } : ask();
  };
  sender.send = altered;
  return () => {
    if (sender.send === altered) sender.send = send;
  };
}
