import * as z from 'zod';
import { atPlaceOf } from './support/places/of-deployment.js';
import { beginPlan } from './support/plans/begin-plan.js';
import { compareStack } from './support/plans/compare-stack.js';
import { plans } from './support/plans/current-plans.js';
import { finishPlan } from './support/plans/finish-plan.js';
import { getPlan } from './support/plans/get-plan.js';
import { discardChanges, readChanges } from './support/plans/read-changes.js';
import { now } from './support/runtime/ambient.js';
import { step } from './support/runtime/handler.js';
import { describeTrouble, Trouble } from './support/runtime/trouble.js';

const OfPlan = z.object({ planId: z.string() });
const OfStack = OfPlan.extend({ stack: z.string() });
const OfChangeSet = OfStack.extend({
  changeSetId: z.string(),
  operation: z.enum(['create', 'update']),
});

const Input = z.discriminatedUnion('action', [
  OfPlan.extend({ action: z.literal('begin') }),
  OfStack.extend({ action: z.literal('compare') }),
  OfChangeSet.extend({ action: z.literal('read') }),
  OfChangeSet.extend({ action: z.literal('discard') }),
  OfPlan.extend({ action: z.literal('finish') }),
  OfPlan.extend({ action: z.literal('fail'), trouble: Trouble }),
]);

/** Finds out what a release would do, without the lease and without changing anything. */
export const handler = step(
  Input,
  async (input): Promise<unknown> => atPlaceOf(await getPlan(input.planId), () => run(input)),
);

async function run(input: z.infer<typeof Input>): Promise<unknown> {
  switch (input.action) {
    case 'begin':
      return beginPlan(input.planId);
    case 'compare':
      return compareStack(input.planId, input.stack);
    case 'read':
      return readChanges(input);
    case 'discard':
      return discardChanges(input);
    case 'finish':
      return finishPlan(input.planId);
    case 'fail': {
      const failure = describeTrouble(input.trouble) ?? 'the plan could not be made';
      return plans().patch(input.planId, {
        status: 'FAILED',
        finishedAt: now(),
        details: { failure },
      });
    }
  }
}
