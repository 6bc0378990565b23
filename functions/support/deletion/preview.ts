import type { Obstacle } from '../../../core/deletion/deletion-plan.js';
import { type DeletionRequest, describeTarget } from '../../../core/deletion/deletion-request.js';
import type { LostData, Staying } from '../../../core/deletion/find-leftovers.js';
import type { TargetKind } from '../../../core/deployment/step-name.js';
import { AutolandError } from '../../../core/errors.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { atEnvironment } from '../places/of-environment.js';
import { planWholeDeletion } from './plan-application.js';
import { planEnvironmentDeletion } from './plan-environment.js';

/** Something that stays needs what is to go. All of them, with what to do. */
class DeletionRefused extends AutolandError {
  readonly obstacles: readonly Obstacle[];

  constructor(target: string, obstacles: readonly Obstacle[]) {
    super(
      'Conflict',
      `${target} cannot be deleted: ${obstacles.map(({ message }) => message).join('; ')}`,
      { instructions: [...new Set(obstacles.map(({ hint }) => hint))] },
    );
    this.obstacles = obstacles;
  }
}

/** What a deletion would do. */
export type DeletionPreview = {
  readonly target: string;
  /** Stacks that go, in an order in which they can. */
  readonly goes: readonly {
    readonly kind: TargetKind;
    readonly name: string;
    readonly stackName: string;
  }[];
  readonly stays: readonly Staying[];
  /** Holds data and goes for good. */
  readonly data: readonly LostData[];
  /** Image repositories that are emptied, and Copilot's records in SSM that go. */
  readonly repositories: readonly string[];
  readonly records: readonly string[];
};

/** Plans a deletion without changing anything; throws `DeletionRefused` and, where there is nothing of that name, `NotFound`. */
export async function previewDeletion(
  key: EnvironmentKey,
  request: DeletionRequest,
): Promise<DeletionPreview> {
  const { target } = request;
  const words = describeTarget(target, key);
  if (target.kind === 'application') {
    const planned = await planWholeDeletion(key.application, request.confirm);
    if (!planned.isKnown) throw notFound(words, []);
    const { plan, cleanUp } = planned;
    if (plan.kind === 'refused') throw new DeletionRefused(words, plan.obstacles);
    return { target: words, ...cleanUp, ...pick([...plan.contents, ...plan.goes], plan) };
  }
  const planned = await atEnvironment(key, () =>
    planEnvironmentDeletion({ ...key, request: { ...request, target } }),
  );
  if (!planned.isKnown) throw notFound(words, planned.others);
  const { plan, cleanUp, images } = planned;
  if (plan.kind === 'refused') throw new DeletionRefused(words, plan.obstacles);
  const { stays, ...rest } = pick(plan.goes, plan);
  return { target: words, ...cleanUp, ...rest, stays: [...stays, ...images] };
}

function pick(
  goes: DeletionPreview['goes'],
  { stays, data }: Pick<DeletionPreview, 'stays' | 'data'>,
): Pick<DeletionPreview, 'goes' | 'stays' | 'data'> {
  const named = goes.map(({ kind, name, stackName }) => ({ kind, name, stackName }));
  return { goes: named, stays, data };
}

function notFound(target: string, others: readonly string[]): AutolandError {
  return new AutolandError('NotFound', `there is no ${target}`, {
    instructions: others.length > 0 ? [`there are: ${others.join(', ')}`] : [],
  });
}
