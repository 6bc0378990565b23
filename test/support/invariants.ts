import { isCovered } from '../../core/lease/is-covered.js';
import { asDeployed, type BundleStack } from '../../core/release/release.js';
import { getBundle } from '../../functions/support/aws/artifacts.js';
import { detail } from '../../functions/support/deployments/deployments.js';
import { ledger } from '../../functions/support/ledger/current-ledger.js';
import type { Deployment } from '../../functions/support/ledger/deployments.js';
import { scopeOf } from '../../functions/support/stacks/claimed.js';
import type { AccountSnapshot } from '../../local/account/simulated-account.js';
import { findMistakenEvents } from './events.js';
import { type Installation, latestInstallation } from './installation.js';
import type { ChangeLine } from './stack-changes.js';

/** Every test of the file ends in an installation in which the invariants hold. */
export function holdInvariants(): void {
  // Whole deployments on a busy machine; virtual time is what is asserted.
  jest.setTimeout(120_000);
  afterEach(async () => {
    const installation = latestInstallation();
    expect(installation && (await findBreachesOf(installation))).toEqual([]);
  });
}

/**
 * What must hold whenever nothing runs any more (design, "Invariants"). One line per breach; none is what tests expect.
 * Every deployment and rollback of the installation is looked at.
 */
export async function findBreachesOf(installation: Installation): Promise<readonly string[]> {
  const deployments = await listDeployments(installation);
  const changes = installation.changes();
  return [
    ...findOverlaps(changes),
    ...findStaleEpochs(changes),
    ...(await findMissingVerdicts(deployments)),
    ...(await findUnprovenSuccess(installation, deployments)),
    ...findRepeatedRollbacks(installation, deployments),
    ...(await findLeftovers(installation, deployments)),
    ...findMistakenEvents(installation),
  ];
}

async function listDeployments(installation: Installation): Promise<readonly Deployment[]> {
  const names = ['delete', 'release', 'rollback'].flatMap((machine) =>
    installation.executions(machine).map(({ name }) => name),
  );
  const found = await Promise.all(names.map((name) => ledger().deployments.find(name)));
  return found.flatMap((deployment) => deployment ?? []);
}

/** I1: between what we ask of a stack and its end we ask nothing else of it, but to stop. */
function findOverlaps(changes: readonly ChangeLine[]): readonly string[] {
  const busy = new Map<string, ChangeLine>();
  const breaches: string[] = [];
  for (const change of changes) {
    const { what, stackName, error } = change;
    if (error !== undefined) {
      // Throttling is refused before anything happens, and asked again.
      if (!/Thrott/.test(error)) breaches.push(`I1: ${what} ${stackName} was refused: ${error}`);
    } else if (what === 'settled') busy.delete(stackName);
    else if (what !== 'cancel') {
      const other = busy.get(stackName);
      const isStop = what === 'delete' && other?.what === 'create';
      if (other && !isStop)
        breaches.push(`I1: ${what} ${stackName} while ${other.what} is under way`);
      busy.set(stackName, change);
    }
  }
  return breaches;
}

/** I2: the epoch in our tokens never falls, stack by stack: releases of different workloads go side by side. */
function findStaleEpochs(changes: readonly ChangeLine[]): readonly string[] {
  const highest = new Map<string, number>();
  return changes.flatMap(({ what, stackName, detail: token }) => {
    const epoch = Number(/^(?:rb-|d-)+[0-9a-f]+-(\d+)-/.exec(token)?.[1] ?? Number.NaN);
    if (Number.isNaN(epoch)) return [];
    const before = highest.get(stackName) ?? 0;
    if (epoch < before) return [`I2: ${what} ${stackName} under epoch ${epoch} after ${before}`];
    highest.set(stackName, epoch);
    return [];
  });
}

/** I3: exactly one verdict. */
async function findMissingVerdicts(deployments: readonly Deployment[]): Promise<readonly string[]> {
  const found = deployments.map(async ({ deploymentId, verdict }) => {
    if (verdict === null) return [`I3: ${deploymentId} has no verdict`];
    const timeline = await ledger().timeline.list(deploymentId);
    const told = timeline.filter(({ kind }) => kind === 'verdict').length;
    return told === 1 ? [] : [`I3: the verdict of ${deploymentId} is told ${told} times`];
  });
  return (await Promise.all(found)).flat();
}

/** I4: stack by stack, what succeeded last is what serves. Read from the account itself, not through our functions. */
async function findUnprovenSuccess(
  { account, elsewhere }: Installation,
  deployments: readonly Deployment[],
): Promise<readonly string[]> {
  const good = deployments.filter(
    ({ kind, verdict }) => kind === 'deploy' && verdict === 'SUCCEEDED',
  );
  const accountOf = ({ place }: Deployment) =>
    elsewhere.find(
      ({ accountId, region }) => accountId === place?.account && region === place.region,
    ) ?? account;
  const found = good.map(async (one) => {
    const ref = detail<{ readonly bundleKey: string }>(one, 'release');
    if (!ref) return [`I4: ${one.deploymentId} succeeded without a release`];
    const later = deployments.filter(
      ({ epoch, environment }) => epoch > one.epoch && environment === one.environment,
    );
    const { stacks } = await getBundle(ref.bundleKey);
    const isLast = (stack: BundleStack): boolean =>
      isCovered(stack, scopeOf(one)) && !later.some((other) => isCovered(stack, scopeOf(other)));
    return findDifferences(stacks.filter(isLast), accountOf(one).snapshot());
  });
  return (await Promise.all(found)).flat();
}

function findDifferences(stacks: readonly BundleStack[], now: AccountSnapshot): readonly string[] {
  return stacks.map(asDeployed).flatMap(({ stackName, templateHash }) => {
    const stack = now.stacks[stackName];
    if (!stack) return [`I4: there is no stack ${stackName}`];
    if (stack.templateHash !== templateHash) return [`I4: stack ${stackName} has another template`];
    const resources = Object.values(stack.resources);
    const wanted = resources.find(({ type }) => type === 'AWS::ECS::TaskDefinition')?.physicalId;
    const arn = resources.find(({ type }) => type === 'AWS::ECS::Service')?.physicalId;
    const service = now.services[arn?.split('/').at(-1) ?? ''];
    if (!service) return [];
    if (service.taskDefinition !== wanted || service.runningCount < service.desiredCount)
      return [`I4: the service of ${stackName} is not what the stack says`];
    return [];
  });
}

/** I5: at most one rollback per release, and a rollback is never rolled back. */
function findRepeatedRollbacks(
  installation: Installation,
  deployments: readonly Deployment[],
): readonly string[] {
  // One that was stopped by hand and continued takes up the same way back.
  const rollbacks = installation
    .executions('rollback')
    .filter(({ status }) => status !== 'ABORTED')
    .map(({ input }) => {
      const { deploymentId } = input as { readonly deploymentId: string };
      return deploymentId.replace(/^rb-/, '');
    });
  const repeated = rollbacks.filter((of, index) => rollbacks.indexOf(of) !== index);
  const again = deployments.filter(
    ({ kind, rolledBackBy }) => kind === 'rollback' && rolledBackBy !== null,
  );
  return [
    ...repeated.map((of) => `I5: ${of} is rolled back twice`),
    ...again.map(({ deploymentId }) => `I5: rollback ${deploymentId} is rolled back`),
  ];
}

/** I8: the lease is free, no task waits, no token is stored, nothing is left to the janitor. */
async function findLeftovers(
  { engine }: Installation,
  deployments: readonly Deployment[],
): Promise<readonly string[]> {
  const keys = new Map(
    deployments.map((one) => [`${one.application}-${one.environment}`, one] as const),
  );
  const leases = [...keys].map(async ([name, key]) => {
    const { holders, queue } = await ledger().leases.find(key);
    return [
      ...holders.map(({ deploymentId }) => `I8: ${deploymentId} still holds ${name}`),
      ...queue.map(({ deploymentId }) => `I8: ${deploymentId} still waits for ${name}`),
    ];
  });
  const [waits, open] = await Promise.all([
    ledger().waits.listAll(),
    ledger().deployments.listOpen(),
  ]);
  return [
    ...(await Promise.all(leases)).flat(),
    ...open.map(({ deploymentId }) => `I8: ${deploymentId} has not ended altogether`),
    ...waits.map(({ subject, step }) => `I8: ${step} still waits for ${subject}`),
    ...engine.listWaitingTasks().map(({ stateName }) => `I8: task "${stateName}" still waits`),
  ];
}

/**
 * The account as far as it must be the same after a rollback. What a rollback cannot and need not bring back is left
 * out: revision numbers of task definitions, statuses that only tell how the stack came here, states of alarms,
 * uploaded artifacts; and the stacks named in `without` (environment addons keep their data).
 */
export function describeAccount(
  { account }: Pick<Installation, 'account'>,
  { without = [] }: { readonly without?: readonly string[] } = {},
): unknown {
  const { stacks, exports, services, alarms } = account.snapshot();
  const kept = Object.entries(stacks).filter(([name]) => !without.includes(name));
  const described = {
    stacks: Object.fromEntries(
      kept.map(([name, { status, resources, ...stack }]) => [
        name,
        {
          ...stack,
          isSettled: !/IN_PROGRESS|FAILED/.test(status),
          resources: Object.fromEntries(
            Object.entries(resources).map(([id, { status: _status, ...resource }]) => [
              id,
              resource,
            ]),
          ),
        },
      ]),
    ),
    exports,
    services: Object.fromEntries(
      Object.entries(services).map(([name, { deploymentStatus: _status, ...service }]) => [
        name,
        service,
      ]),
    ),
    alarms: Object.keys(alarms),
  };
  return JSON.parse(JSON.stringify(described).replace(/(:task-definition\/[\w-]+):\d+/g, '$1'));
}
