import { decideReleaseApproval } from '../approval/decide-release-approval.js';
import type { DeploymentOptions } from '../deployment/request.js';
import type { ReleaseBundle } from '../release/release.js';
import type { Reversibility } from '../rollback/reversibility.js';
import type { StackPlan } from './stack-plan.js';

/** A place where the deployment would stop: until somebody answers, or for good. */
export type Gate = {
  readonly kind: 'deployment' | 'stateful-loss' | 'pause';
  /** Workspace name of the stack; null: before the first change. */
  readonly stack: string | null;
  /** `approval`: a person is asked. `refusal`: the step ends here with these options. */
  readonly leads: 'approval' | 'refusal';
  /** One sentence for people. */
  readonly message: string;
};

type Options = Pick<DeploymentOptions, 'requireApproval' | 'requireApprovalWhen' | 'statefulLoss'>;

/** Where a deployment of this release would stop and wait for a person, in the order in which it would. */
export function listGates(
  bundle: ReleaseBundle,
  stacks: readonly StackPlan[],
  wayBack: Reversibility,
  options: Options,
): readonly Gate[] {
  const question = decideReleaseApproval(options, bundle, wayBack);
  const first: readonly Gate[] = question
    ? [{ kind: 'deployment', stack: null, leads: 'approval', message: question.question }]
    : [];
  const changing = stacks.filter(({ action }) => action !== 'none' && action !== 'blocked');
  return [
    ...first,
    ...changing.flatMap((stack) => [...lossGates(stack, options), ...pauseGates(stack, bundle)]),
  ];
}

function lossGates({ name, losses }: StackPlan, { statefulLoss }: Options): readonly Gate[] {
  if (losses.length === 0 || statefulLoss === 'allow') return [];
  const leads = statefulLoss === 'approve' ? 'approval' : 'refusal';
  const message =
    leads === 'approval'
      ? 'data would be lost: somebody is asked'
      : 'data would be lost, which options.statefulLoss "refuse" does not allow';
  return [{ kind: 'stateful-loss', stack: name, leads, message }];
}

function pauseGates({ name, kind }: StackPlan, { stacks }: ReleaseBundle): readonly Gate[] {
  const pauses = stacks.some((one) => one.name === name && one.kind === kind && one.pauses);
  if (!pauses) return [];
  const message = 'ECS pauses its deployment (lifecycle_hooks): somebody is asked';
  return [{ kind: 'pause', stack: name, leads: 'approval', message }];
}
