import * as z from 'zod';

/** What every function that works on one step gets from the state machine. */
export const StepInput = z.object({
  deploymentId: z.string(),
  epoch: z.number(),
  step: z.string(),
});

export type StepInput = z.infer<typeof StepInput>;

export const ChangeSetInput = StepInput.extend({ changeSetId: z.string() });

export type ChangeSetInput = z.infer<typeof ChangeSetInput>;
