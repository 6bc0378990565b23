import { ledger } from '../../functions/support/ledger/current-ledger.js';
import { stateMachineArn } from '../../local/runtime.js';
import type { Installation } from './installation.js';
import { readTimeline } from './timeline.js';

export type Deletion = {
  /** `done` or `failed`, as the graph that runs the operation is told. */
  readonly outcome: string;
  readonly result: unknown;
  readonly timeline: string;
};

/** Runs the machine `stack-operation` with the operation `delete` on one stack, without anything around it. */
export async function runDeletion(it: Installation, stackName: string): Promise<Deletion> {
  const deploymentId = 'del-0123456789abcdef0123';
  const step = `delete/workload/${stackName}`;
  const { deployments, steps } = ledger();
  await deployments.create(
    {
      deploymentId,
      application: 'shop',
      environment: 'test',
      kind: 'delete',
      requestHash: deploymentId,
      createdAt: it.clock.now(),
      request: {},
    },
    deploymentId,
  );
  // No execution bears its name: the janitor would start one.
  await deployments.close(deploymentId);
  await deployments.raiseEpoch(deploymentId, 9);
  const target = { phase: 'delete', kind: 'workload', name: stackName, stackName, bundleKey: null };
  await steps.upsert(deploymentId, step, 9, { details: { target } });
  const { executionArn } = it.engine.startExecution({
    stateMachineArn: stateMachineArn('stack-operation'),
    input: { deploymentId, epoch: 9, step, operation: 'delete' },
  });
  await it.runUntilIdle();
  const { output } = it.engine.describeExecution(executionArn);
  const ended = await steps.find(deploymentId, step);
  return {
    outcome: (output as { readonly outcome: string } | undefined)?.outcome ?? 'broken',
    result: ended?.details.result,
    timeline: readTimeline({
      timeline: (await ledger().timeline.list(deploymentId)).map(({ at, kind, message }) => ({
        at,
        kind,
        step: null,
        message,
      })),
    }),
  };
}
