import type { DeletionPlan } from '../../../core/deletion/deletion-plan.js';
import type { DeletionRequest } from '../../../core/deletion/deletion-request.js';
import type { Staying } from '../../../core/deletion/find-leftovers.js';
import {
  type DeletionInput,
  planDeletion,
  selectGoing,
} from '../../../core/deletion/plan-deletion.js';
import { planImages } from '../../../core/deletion/plan-images.js';
import type { Place } from '../../../core/places/place.js';
import type { BundleStack } from '../../../core/release/release.js';
import type { RemovedStack } from '../../../core/release/without-stacks.js';
import { ledger } from '../ledger/current-ledger.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { getPlaceNow, home } from '../places/whereabouts.js';
import {
  listRecordedComponents,
  listRecordedEnvironments,
  type RecordedEnvironment,
  records,
} from './copilot-records.js';
import { listExportUses, listStacks } from './list-stacks.js';
import { type FoundStack, findStacksOf, readStacks } from './live-stacks.js';
import { listReleasedStacks } from './released-stacks.js';

/** What goes beside stacks when they are gone. */
export type CleanUp = {
  /** ECR repositories to be emptied. */
  readonly repositories: readonly string[];
  /** Names of Copilot's records in SSM. */
  readonly records: readonly string[];
};

export type PlannedDeletion = {
  readonly plan: DeletionPlan;
  readonly cleanUp: CleanUp;
  /** Images that stay. */
  readonly images: readonly Staying[];
  /** What the target means and is gone already. */
  readonly absent: readonly RemovedStack[];
  /** There is something by that name, or there was until a deletion took it. */
  readonly isKnown: boolean;
  /** Names that the environment has, for whoever mistyped one. */
  readonly others: readonly string[];
};

export type EnvironmentDeletion = EnvironmentKey & {
  readonly request: DeletionRequest & { readonly target: DeletionInput['target'] };
};

/** Looks at everything there is and plans; changes nothing. To be called in the environment's place. */
export async function planEnvironmentDeletion({
  request,
  ...key
}: EnvironmentDeletion): Promise<PlannedDeletion> {
  const { application, environment } = key;
  const { target, cascade, confirm } = request;
  const [listed, recorded, components, isProtected, released, removals] = await Promise.all([
    listStacks(),
    listRecordedEnvironments(application),
    listRecordedComponents(application),
    ledger().protection.find(key),
    listReleasedStacks(key),
    ledger().removals.list(key),
  ]);
  const all = await findStacksOf(listed, application);
  const own = all.filter((stack) => stack.environment === environment);
  const going = selectGoing(own, target, cascade);
  const goingNames = new Set(going.map(({ stackName }) => stackName));
  const [stacks, exports] = await Promise.all([
    readStacks(own),
    listExportUses(listed, goingNames),
  ]);
  const plan = planDeletion({
    environment: { name: environment, isProtected },
    target,
    cascade,
    confirm,
    stacks,
    exports,
    released,
  });
  const formerly = removals.flatMap(({ removed }) => removed);
  const workloads = selectGoing([...own, ...released, ...formerly], target, cascade)
    .filter(({ kind }) => kind === 'workload')
    .map(({ name }) => name);
  if (target.kind === 'workload') workloads.push(target.name);
  const staying = all.filter(({ stackName }) => !goingNames.has(stackName));
  const { repositories, stays } = planImages({
    application,
    workloads,
    staying: staying.map((stack) => describeUser(stack, environment, released)),
    unseen: findUnseen(recorded, await getPlaceNow()),
  });
  return {
    plan,
    images: stays,
    cleanUp: {
      repositories,
      records: [
        ...repositories
          .map((repository) => repository.slice(application.length + 1))
          .filter((name) => components.includes(name))
          .map((name) => `${records.components(application)}/${name}`),
        ...(target.kind === 'environment' && recorded.some(({ name }) => name === environment)
          ? [`${records.environments(application)}/${environment}`]
          : []),
      ],
    },
    absent: listAbsent(target, environment, own, released),
    isKnown: isKnown(target, environment, [...own, ...released, ...formerly], recorded),
    others: own.filter(({ kind }) => kind === target.kind).map(({ name }) => name),
  };
}

/** Environments in other accounts or regions than the one that is looked at, as far as Copilot's records tell. */
function findUnseen(recorded: readonly RecordedEnvironment[], seen: Place): readonly string[] {
  const { account, region } = home();
  return recorded
    .filter(
      ({ place }) =>
        (place.account ?? account) !== seen.account || (place.region ?? region) !== seen.region,
    )
    .map(({ name }) => `environment ${name}`);
}

function describeUser(
  { name, stackName, parameters, ...stack }: FoundStack,
  environment: string,
  released: readonly BundleStack[],
) {
  const isHere = stack.environment === environment;
  const release = isHere ? released.find((one) => one.stackName === stackName) : undefined;
  return { name, stackName, texts: [...Object.values(parameters), ...(release?.images ?? [])] };
}

/** Releases may still have what is not there any more: they are told that it is gone. */
function listAbsent(
  target: DeletionInput['target'],
  environment: string,
  own: readonly FoundStack[],
  released: readonly BundleStack[],
): readonly RemovedStack[] {
  const meant: readonly RemovedStack[] =
    target.kind === 'environment'
      ? [{ kind: 'environment', name: environment }, ...selectGoing(released, target, false)]
      : [{ kind: target.kind, name: target.name }];
  const absent = meant.filter(
    ({ kind, name }) => !own.some((stack) => stack.kind === kind && stack.name === name),
  );
  return absent.map(({ kind, name }) => ({ kind, name }));
}

function isKnown(
  target: DeletionInput['target'],
  environment: string,
  stacks: readonly RemovedStack[],
  recorded: readonly RecordedEnvironment[],
): boolean {
  if (target.kind !== 'environment')
    return stacks.some(({ kind, name }) => kind === target.kind && name === target.name);
  return stacks.length > 0 || recorded.some(({ name }) => name === environment);
}
