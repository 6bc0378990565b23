import { AutolandError } from '../core/errors.js';
import { sha256 } from '../core/release/content-hash.js';
import { describeChangeSet } from '../core/stack/describe-change-set.js';
import { describeFailures } from '../core/stack/operation-failure.js';
import { deleteChangeSet, getOpenedChangeSet } from './support/aws/change-sets.js';
import { getTemplateText } from './support/aws/cloudformation.js';
import { listChangeSetFailures } from './support/aws/stack-events.js';
import { assertEpoch, getStep } from './support/deployments/deployments.js';
import { step } from './support/runtime/handler.js';
import { guardChangeSet, type Inspected, notChanged } from './support/stacks/guard-change-set.js';
import { ChangeSetInput } from './support/steps/step-input.js';
import { writeStep } from './support/steps/steps.js';

/** Says whether the change set can be executed; `ChangeSetPending` makes the state look again. */
export const handler = step(ChangeSetInput, async (input): Promise<Inspected> => {
  const { deploymentId, epoch, step: name, changeSetId } = input;
  const opened = await getOpenedChangeSet(changeSetId);
  const outcome = describeChangeSet(opened);
  switch (outcome.kind) {
    case 'pending':
      throw new AutolandError(
        'ChangeSetPending',
        `change set ${changeSetId} is still being computed`,
      );
    case 'executed':
      return { kind: 'ready' };
    case 'no-changes': {
      // A failed change set would stay on the stack for ever and count against its quota.
      await assertEpoch(deploymentId, epoch);
      await deleteChangeSet(changeSetId);
      const { target } = await getStep(deploymentId, name);
      // Another text of the same template: what is deployed is what was wanted, whatever its hash.
      const sameAs = sha256(await getTemplateText(target.stackName));
      await writeStep(deploymentId, name, epoch, { details: { sameAs } });
      return { kind: 'ended', result: { kind: 'unchanged' } };
    }
    case 'failed': {
      const failures = outcome.seeEvents
        ? await listChangeSetFailures(opened.failedId ?? changeSetId)
        : [];
      const lines = describeFailures(failures);
      return notChanged([outcome.reason, ...lines].join('; '), []);
    }
    case 'ready':
      return guardChangeSet(input, outcome.changes);
  }
});
