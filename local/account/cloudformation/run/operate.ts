/** The course of whole operations: forward, then clean-up, or back. */
import { findNow } from '../../world.js';
import type { Engine } from '../engine.js';
import { beginOperation, setStackStatus } from '../stack-events.js';
import { fingerprint, type StackConfiguration, type StackRecord } from '../stack-records.js';
import { cleanUpAfterUpdate } from './clean-up.js';
import { deleteStack } from './delete-run.js';
import { goForward } from './go-forward.js';
import { rollBackCreate } from './roll-back-create.js';
import { finishRollback, rollBackUpdate } from './roll-back-update.js';
import { createRun, describeFailures, type Run, type RunOptions } from './run.js';

export const DEFAULT_OPTIONS: RunOptions = {
  onFailure: 'ROLLBACK',
  retainExceptOnCreate: false,
  onEnd: () => undefined,
};

const userInitiated = (stack: StackRecord): string | undefined =>
  stack.parentId ? undefined : 'User Initiated';

const findReason = (run: Run): string =>
  run.stopReason ?? describeFailures(run, ['create', 'update', 'delete']);

const end = (run: Run, isSuccess: boolean): void => {
  const { stack } = run;
  if (isSuccess) stack.proven.add(fingerprint(run.target));
  // A failed rollback keeps its run: ContinueUpdateRollback takes it up.
  if (stack.run === run && stack.status !== 'UPDATE_ROLLBACK_FAILED') stack.run = undefined;
  run.options.onEnd(isSuccess);
};

/** Prepares a run and shows the stack as being changed. The caller lets it go on. */
export function beginRun(
  engine: Engine,
  stack: StackRecord,
  target: StackConfiguration,
  token: string | undefined,
  options: RunOptions,
): Run {
  const { configuration } = stack;
  const isCreate = configuration === undefined;
  const operation = beginOperation(
    engine,
    stack,
    isCreate ? 'CREATE_STACK' : 'UPDATE_STACK',
    token,
  );
  const before = configuration && {
    configuration,
    resources: new Map(stack.resources),
    outputs: stack.outputs,
    imports: stack.imports,
  };
  const run = createRun({ engine, stack, operation, target, before, options });
  stack.run = run;
  stack.configuration = target;
  if (!isCreate) stack.updatedAt = findNow(engine.world);
  setStackStatus(
    engine,
    stack,
    isCreate ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS',
    userInitiated(stack),
  );
  return run;
}

async function endFailedCreate(run: Run): Promise<void> {
  const { engine, stack, options } = run;
  // A deletion of the stack has taken over.
  if (stack.run !== run) return options.onEnd(false);
  const reason = findReason(run);
  if (options.onFailure === 'DO_NOTHING') {
    setStackStatus(engine, stack, 'CREATE_FAILED', reason);
  } else if (options.onFailure === 'DELETE') {
    await deleteStack(run, 'CREATE_FAILED', []);
  } else {
    await rollBackCreate(run, reason);
  }
  end(run, false);
}

async function runCreate(run: Run): Promise<void> {
  if (!(await goForward(run))) return endFailedCreate(run);
  setStackStatus(run.engine, run.stack, 'CREATE_COMPLETE');
  end(run, true);
}

async function runUpdate(run: Run): Promise<void> {
  const { engine, stack, options } = run;
  if (await goForward(run)) {
    setStackStatus(engine, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    await cleanUpAfterUpdate(run);
    setStackStatus(engine, stack, 'UPDATE_COMPLETE');
    return end(run, true);
  }
  if (options.onFailure === 'DO_NOTHING' && run.stopReason === undefined) {
    setStackStatus(engine, stack, 'UPDATE_FAILED', findReason(run));
    return end(run, false);
  }
  if (await rollBackUpdate(run, { reason: findReason(run) })) await finishRollback(run);
  end(run, false);
}

/** Creation or update of a root stack to its end. */
export const runToEnd = (run: Run): Promise<void> => (run.before ? runUpdate(run) : runCreate(run));

/** ContinueUpdateRollback. */
export async function continueRollback(run: Run, skip: readonly string[]): Promise<void> {
  if (await rollBackUpdate(run, { reason: 'User Initiated', skip })) await finishRollback(run);
  end(run, false);
}

export async function runDelete(
  engine: Engine,
  stack: StackRecord,
  token: string | undefined,
  retained: readonly string[],
): Promise<boolean> {
  const formerStatus = stack.status;
  const operation = beginOperation(engine, stack, 'DELETE_STACK', token);
  const empty: StackConfiguration = stack.configuration ?? {
    template: { Resources: {} },
    templateText: '',
    parameters: {},
    resolvedParameters: {},
    tags: {},
    capabilities: [],
    notificationArns: [],
    roleArn: undefined,
    rollbackConfiguration: {},
  };
  const given = { engine, stack, operation, target: empty, before: undefined };
  const run = createRun({ ...given, options: DEFAULT_OPTIONS });
  stack.run = run;
  const isGone = await deleteStack(run, formerStatus, retained);
  if (stack.run === run) stack.run = undefined;
  return isGone;
}
