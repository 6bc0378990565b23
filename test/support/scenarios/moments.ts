import { ledger } from '../../../functions/support/ledger/current-ledger.js';
import type { Stage } from './stage.js';

type Reach = (stage: Stage, name: string) => Promise<void>;

const stackOf = (name: string): string => (name === 'test' ? 'shop-test' : `shop-test-${name}`);

/** Lets time run until the stack is asked for a change after this moment. */
async function untilChanging({ it }: Stage, name: string): Promise<void> {
  let isChanging = false;
  const stop = it.account.progress.onStackEvent(({ stackName, physicalId, stackId, status }) => {
    if (stackName !== stackOf(name) || physicalId !== stackId) return;
    if (/^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/.test(status)) isChanging = true;
  });
  await it.runUntil(() => isChanging);
  stop();
}

/** Lets time run until ECS starts a service deployment of the workload after this moment. */
async function untilDeploying({ it }: Stage, name: string): Promise<void> {
  let isDeploying = false;
  const stop = it.account.progress.onDeployment(({ serviceName, status }) => {
    if (serviceName.startsWith(`${stackOf(name)}-Service-`) && status === 'IN_PROGRESS')
      isDeploying = true;
  });
  await it.runUntil(() => isDeploying);
  stop();
}

async function untilVerdict({ it, id }: Stage): Promise<void> {
  for (;;) {
    const deployment = await it.clock.track(ledger().deployments.find(id));
    if (deployment?.verdict) return;
    await it.runFor(0.1);
  }
}

const untilInvoked =
  (name: 'approvals' | 'rollback' | 'watch-alarms', fields: Record<string, unknown>): Reach =>
  ({ it, id }) =>
    it.runUntil(() =>
      it.invocations.some(
        ({ name: called, event }) =>
          called === name &&
          String(event.deploymentId).endsWith(id) &&
          Object.entries(fields).every(([field, value]) => event[field] === value),
      ),
    );

/** Moments of a scenario, as they are written; `(\w+)` is a name in the workspace. */
const MOMENTS: readonly (readonly [RegExp, Reach])[] = [
  [/^at once$/, async () => undefined],
  [/^([\w-]+) changes$/, untilChanging],
  [/^([\w-]+) is rolled out$/, untilDeploying],
  [/^([\w-]+) goes back$/, untilChanging],
  [/^bake$/, untilInvoked('watch-alarms', { action: 'bake' })],
  [/^approval$/, untilInvoked('approvals', {})],
  [/^rollback$/, untilInvoked('rollback', { action: 'begin' })],
  [/^verdict$/, untilVerdict],
];

/** `bake + 2m`: lets time run until then. */
export async function reachMoment(stage: Stage, text: string): Promise<void> {
  const { moment = '', minutes = '0' } =
    /^(?<moment>.*?)(?: \+ (?<minutes>[\d.]+)m)?$/.exec(text)?.groups ?? {};
  for (const [pattern, reach] of MOMENTS) {
    const found = pattern.exec(moment);
    if (!found) continue;
    await reach(stage, found[1] ?? '');
    if (Number(minutes) > 0) await stage.it.runFor(Number(minutes));
    return;
  }
  throw new Error(`no moment is called "${moment}"`);
}
