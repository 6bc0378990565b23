import * as z from 'zod';
import { AutolandError } from '../core/errors.js';
import type { StepResult } from '../core/rollback/step-result.js';
import { describeChangeSet } from '../core/stack/describe-change-set.js';
import { guardChanges } from '../core/stack/guard-changes.js';
import { deleteChangeSet, getChangeSet } from './support/cloudformation.js';
import { getDeployment, requestOf } from './support/deployments.js';
import { step } from './support/handler.js';
import { StepInput } from './support/step-input.js';
import { writeStep } from './support/steps.js';

const Input = StepInput.extend({ changeSetId: z.string() });

type Inspected =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ended'; readonly result: StepResult };

/** Says whether the change set can be executed; `ChangeSetPending` makes the state look again. */
export const handler = step(
  Input,
  async ({ deploymentId, epoch, step: name, changeSetId }): Promise<Inspected> => {
    const outcome = describeChangeSet(await getChangeSet(changeSetId));
    switch (outcome.kind) {
      case 'pending':
        throw new AutolandError(
          'ChangeSetPending',
          `change set ${changeSetId} is still being computed`,
        );
      case 'executed':
        return { kind: 'ready' };
      case 'no-changes':
        // A failed change set would stay on the stack for ever and count against its quota.
        await deleteChangeSet(changeSetId);
        return { kind: 'ended', result: { kind: 'unchanged' } };
      case 'failed':
        return {
          kind: 'ended',
          result: { kind: 'not-changed', reason: outcome.reason, instructions: [] },
        };
      case 'ready': {
        const changes = outcome.changes.map(({ logicalId, type, action }) => ({
          logicalId,
          type,
          action,
        }));
        await writeStep(deploymentId, name, epoch, { details: { changes } });
        const deployment = await getDeployment(deploymentId);
        const allowLoss =
          deployment.kind !== 'deploy' || requestOf(deployment).options.statefulLoss === 'allow';
        const guard = guardChanges(outcome.changes, {
          statefulLoss: allowLoss ? 'allow' : 'refuse',
        });
        if (guard.kind === 'pass') return { kind: 'ready' };
        await deleteChangeSet(changeSetId);
        return {
          kind: 'ended',
          result: {
            kind: 'not-changed',
            reason: guard.findings.map((finding) => finding.message).join('; '),
            instructions: [
              'set DeletionPolicy and UpdateReplacePolicy to Retain, or send the request again with options.statefulLoss "allow"',
            ],
          },
        };
      }
    }
  },
);
