import type { SimulatedAccount } from '../../local/account/simulated-account.js';
import type { Installation } from './installation.js';

export type RollbackPath = {
  /** Functions that ran to their end between the alarm and the call. */
  readonly decidedBy: readonly string[];
  /** States that were entered between the two, nested executions included, in order. */
  readonly states: readonly string[];
  /** The first call that changes a stack or a service. */
  readonly call: string;
};

/** Fires the alarm, lets time run, and tells what lay between it and the first call that takes something back. */
export async function followPath(it: Installation, fire: () => void): Promise<RollbackPath> {
  const entered = listEntered(it).length;
  const invoked = it.invocations.length;
  let found: RollbackPath | undefined;
  const stop = watchCalls(it.account, (call) => {
    found ??= {
      decidedBy: it.invocations.slice(invoked).map(({ name }) => name),
      states: listEntered(it).slice(entered),
      call,
    };
  });
  fire();
  await it.runUntil(() => found !== undefined);
  stop();
  if (!found) throw new Error('nothing was taken back');
  return found;
}

/** Names of all states entered so far, in order. */
function listEntered({ engine }: Installation): readonly string[] {
  return engine
    .listExecutions()
    .flatMap(({ executionArn }) => engine.getExecutionHistory(executionArn))
    .filter(({ type }) => type.endsWith('StateEntered'))
    .map(({ details, timestamp }) => ({ timestamp, name: String(details.name) }))
    .sort((one, other) => one.timestamp - other.timestamp)
    .map(({ name }) => name);
}

const BACK =
  /^(CloudFormation\.(CreateChangeSet|CancelUpdateStack|DeleteStack)|ECS\.StopServiceDeployment)$/;

type Handle = SimulatedAccount['handle'];

/** Sees each call that takes something back, at the moment at which it arrives. */
function watchCalls(account: SimulatedAccount, onCall: (call: string) => void): () => void {
  const patched = account as { handle: Handle };
  const { handle } = account;
  patched.handle = (service, operation, input) => {
    if (BACK.test(`${service}.${operation}`)) {
      const { StackName, serviceDeploymentArn } = input as { readonly [field: string]: unknown };
      onCall(`${service}.${operation} ${String(StackName ?? serviceDeploymentArn)}`);
    }
    return handle.call(account, service, operation, input);
  };
  return () => {
    patched.handle = handle;
  };
}
