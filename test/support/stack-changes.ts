import type { AccountCall, SimulatedAccount } from '../../local/account/simulated-account.js';

/** One change of a stack that we asked for, or the end of one. In the order in which they happened. */
export type ChangeLine = {
  readonly at: number;
  readonly stackName: string;
  /** `create`, `update`, `delete`, `cancel`: asked for by us; `settled`: CloudFormation has come to an end. */
  readonly what: 'create' | 'update' | 'delete' | 'cancel' | 'settled';
  /** Our token, or the status that the stack has settled in. */
  readonly detail: string;
  readonly error?: string;
};

const ASKED: { readonly [operation: string]: 'delete' | 'cancel' } = {
  DeleteStack: 'delete',
  CancelUpdateStack: 'cancel',
};

/** Follows what is changed in an account; the returned function gives all of it so far. */
export function watchChanges(account: SimulatedAccount): () => readonly ChangeLine[] {
  const lines: ChangeLine[] = [];
  const changeSets = new Map<string, { readonly stackName: string; readonly type: string }>();
  let read = 0;
  const readCalls = (): void => {
    const calls = account.calls.all();
    // Somebody may have cleared the log.
    if (calls.length < read) read = 0;
    for (const call of calls.slice(read)) lines.push(...toLines(call, changeSets));
    read = calls.length;
  };
  account.progress.onStackEvent((event) => {
    const { stackName, rootStackName, physicalId, stackId, status, at } = event;
    if (stackName !== rootStackName || physicalId !== stackId || status.endsWith('_IN_PROGRESS'))
      return;
    readCalls();
    lines.push({ at, stackName, what: 'settled', detail: status });
  });
  return () => {
    readCalls();
    return [...lines];
  };
}

/** `watchChanges` of several accounts, in the order of time. Events have whole milliseconds, calls have parts of them. */
export function watchAll(accounts: readonly SimulatedAccount[]): () => readonly ChangeLine[] {
  const watches = accounts.map(watchChanges);
  return () =>
    watches.flatMap((changes) => changes()).toSorted((a, b) => Math.floor(a.at) - Math.floor(b.at));
}

function toLines(
  { at, service, operation, target, error }: AccountCall,
  changeSets: Map<string, { readonly stackName: string; readonly type: string }>,
): readonly ChangeLine[] {
  if (service !== 'CloudFormation') return [];
  const failed = error === undefined ? {} : { error };
  const stackName = String(target.StackName ?? '');
  if (operation === 'CreateChangeSet') {
    const type = target.ChangeSetType === 'CREATE' ? 'create' : 'update';
    changeSets.set(String(target.ChangeSetName), { stackName, type });
    return [];
  }
  if (operation === 'ExecuteChangeSet') {
    // arn:aws:cloudformation:<region>:<account>:changeSet/<name>/<id>
    const name = String(target.ChangeSetName).split('/').at(-2) ?? '';
    const { stackName: of = '?', type = 'update' } = changeSets.get(name) ?? {};
    return [{ at, stackName: of, what: type as 'create' | 'update', detail: name, ...failed }];
  }
  const what = ASKED[operation];
  if (!what) return [];
  // A stack is deleted by its id: arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>
  const name = stackName.includes(':stack/') ? (stackName.split('/')[1] ?? '') : stackName;
  return [{ at, stackName: name, what, detail: String(target.ClientRequestToken), ...failed }];
}

/** `update shop-test-api`, … : what we asked CloudFormation for, in order. */
export function listAsked(lines: readonly ChangeLine[]): readonly string[] {
  return lines
    .filter(({ what, error }) => what !== 'settled' && error === undefined)
    .map(({ what, stackName }) => `${what} ${stackName}`);
}

/** As `listAsked`, with the ends of the operations between: shows what ran at the same time. */
export function listChanges(lines: readonly ChangeLine[]): readonly string[] {
  return lines
    .filter(({ error }) => error === undefined)
    .map(({ what, stackName, detail }) =>
      what === 'settled' ? `  ${stackName} is ${detail}` : `${what} ${stackName}`,
    );
}
