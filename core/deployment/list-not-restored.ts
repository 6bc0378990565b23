import { type StackKey, stackKey } from '../release/stack-key.js';
import { goOnCommand } from '../rollback/go-on-command.js';
import { parseImage } from '../rollback/image-reference.js';
import type { LostImage } from '../rollback/plan-restore.js';
import { type EndedStep, hasChanged, isDone } from '../rollback/step-result.js';
import { plainReason } from '../stack/plain-reason.js';
import type { Ending } from './conclude.js';

export type NotRestored = {
  readonly name: string;
  readonly reason: string;
  /** What to do, in order; every command is one that is not refused. */
  readonly instructions: readonly string[];
};

type Found = NotRestored & { readonly kind?: EndedStep['kind'] | undefined };

/** What stays on purpose (environment addons hold data, the unit is "workload") does not make the end dirty. */
export function listNotRestored(ending: Ending): readonly NotRestored[] {
  const restored = new Map(ending.restoreSteps.map((step) => [stackKey(step), step]));
  const left = new Map(ending.left.map((one) => [stackKey(one), one]));
  const stacks = ending.steps.flatMap((step): readonly Found[] => {
    const back = restored.get(stackKey(step));
    if (back) return isDone(back.result) ? [] : [describeNotRestored(back)];
    const kept = left.get(stackKey(step));
    if (!hasChanged(step.result) || kept?.onPurpose) return [];
    const reason = kept?.reason ?? 'left as the release made it';
    return [{ name: step.name, kind: step.kind, reason, instructions: [DEPLOY_AGAIN] }];
  });
  const known = new Set(stacks.map(({ name }) => name));
  const deviations = ending.deviations.filter(({ name }) => !known.has(name));
  const found: readonly Found[] = [
    ...stacks,
    ...deviations.map(({ name, message }) => ({
      name,
      reason: message,
      instructions: ['find out who else changes it, then deploy again'],
    })),
  ];
  const obstacles = listObstacles(found, ending);
  return found.map(({ kind, name, reason, instructions }) => {
    const goOn = describeGoOn({ kind, name }, obstacles, ending);
    return { name, reason, instructions: goOn ? [...instructions, goOn] : instructions };
  });
}

const DEPLOY_AGAIN = 'deploy a release that mends it';

function describeNotRestored({ name, kind, stackName, result }: EndedStep): Found {
  const words = 'reason' in result ? result.reason : undefined;
  const reason = `stack ${stackName} could not be restored (${result.kind})${words ? `: ${plainReason(words)}` : ''}`;
  const instructions = 'instructions' in result ? result.instructions : [];
  return {
    name,
    kind,
    reason,
    instructions:
      instructions.length > 0
        ? instructions
        : [`look at the events of stack ${stackName}`, DEPLOY_AGAIN],
  };
}

/** What a rollback of the whole would be refused for: images that can be pushed again; `null` where nobody knows how a stack was. */
type Obstacles = ReadonlyMap<StackKey, readonly string[] | null>;

function listObstacles(
  found: readonly Pick<Found, 'kind' | 'name'>[],
  { left, lostImages = [] }: Ending,
): Obstacles {
  const obstacles = new Map<StackKey, readonly string[] | null>();
  for (const { kind, name } of found) {
    if (!kind) continue;
    const key = stackKey({ kind, name });
    const lost = lostImages.filter(({ stack }) => stack === key).map(nameImage);
    if (lost.length > 0) obstacles.set(key, lost);
    else if (left.some((one) => stackKey(one) === key)) obstacles.set(key, null);
  }
  return obstacles;
}

/** The rest of the way, for one stack of what is not restored; undefined: there is none. */
function describeGoOn(
  { kind, name }: Pick<Found, 'kind' | 'name'>,
  obstacles: Obstacles,
  { goOn }: Ending,
): string | undefined {
  if (!goOn) return undefined;
  const own = kind && obstacles.get(stackKey({ kind, name }));
  if (own === null) return undefined;
  const alone = kind === 'workload' ? name : undefined;
  if (own === undefined && obstacles.size > 0 && alone)
    return `or go back the rest of the way with it alone: ${goOnCommand(goOn, alone)}`;
  const lost = [...obstacles.values()];
  if (lost.includes(null)) {
    return own && alone ? `${pushAgain(own)}: ${goOnCommand(goOn, alone)}` : undefined;
  }
  const images = lost.flatMap((one) => one ?? []);
  const words = images.length > 0 ? pushAgain(images) : 'or go back the rest of the way';
  return `${words}: ${goOnCommand(goOn)}`;
}

/** The template asks for the tag, so that the digest alone is not enough. */
const nameImage = ({ image, tag }: LostImage): string =>
  tag === undefined || parseImage(image).tag === tag ? image : `${image} tagged ${tag}`;

const pushAgain = (images: readonly string[]): string =>
  `or push ${images.join(', ')} again, and then go back the rest of the way`;
