import { groupByKeys } from '../../../core/plan/group-by.js';
import type { StepResult } from '../../../core/rollback/step-result.js';
import { decideStackWake } from '../../../core/stack/decide-stack-wake.js';
import type { AwaitedStack, StackWake } from '../../../core/stack/stack-outcome.js';
import { isInProgress, parseStackStatus } from '../../../core/stack/stack-status.js';
import { findStack, type StackView } from '../aws/cloudformation.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import { ledger } from '../ledger/current-ledger.js';
import { answerWait, stackNameOf, subjects } from '../ledger/waiting.js';
import type { Wait } from '../ledger/waits.js';
import { atDeployment } from '../places/of-deployment.js';
import { now } from '../runtime/ambient.js';

/** Reads the truth about the stack and answers every task that waits for it and can go on. */
export async function settleStackWaits(stackName: string): Promise<void> {
  await settleWaitsOf(subjects.stack(stackName));
}

/** As `settleStackWaits`, by the subject of a wait. */
export async function settleWaitsOf(subject: string): Promise<void> {
  const waits = await ledger().waits.listBySubject(subject);
  const stackName = stackNameOf(subject);
  const groups = groupByKeys(waits, ({ deploymentId }) => [deploymentId]);
  await Promise.all(
    [...groups].map(([deploymentId, own]) =>
      atDeployment(deploymentId, async () => {
        const stack = stackName === undefined ? undefined : await findStack(stackName);
        await Promise.all(own.map((wait) => settle(wait, stack)));
      }),
    ),
  );
}

async function settle(wait: Wait, stack: StackView | undefined): Promise<void> {
  if (wait.kind === 'idle') {
    const isIdle = !stack || !isInProgress(parseStackStatus(stack.status));
    if (isIdle || now() >= (wait.until ?? Number.POSITIVE_INFINITY))
      await answerWait(wait, { kind: 'idle' });
    return;
  }
  if (wait.kind === 'all-settled') {
    const { stackNames } = wait.waitsFor as { readonly stackNames: readonly string[] };
    const stacks = await fewAtOnce(stackNames, findStack);
    if (stacks.every((one) => !one || !isInProgress(parseStackStatus(one.status))))
      await answerWait(wait, { kind: 'settled' });
    return;
  }
  const wake = decideStackWake(
    {
      status: stack && parseStackStatus(stack.status),
      statusReason: stack?.statusReason,
      changeSetId: stack?.changeSetId,
    },
    // Written by execute-change-set and delete-stack in exactly this shape.
    wait.waitsFor as AwaitedStack,
  );
  const result = resultOf(wake, stack);
  if (result) await answerWait(wait, { kind: 'settled', result });
}

function resultOf(wake: StackWake, stack: StackView | undefined): StepResult | undefined {
  switch (wake.kind) {
    case 'keep-waiting':
      return undefined;
    case 'done':
      return wake.outcome;
    case 'overtaken':
      return stack
        ? { kind: 'failed', status: parseStackStatus(stack.status), reason: wake.reason }
        : { kind: 'deleted' };
  }
}
