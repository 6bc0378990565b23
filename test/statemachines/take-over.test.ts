import type { AccountSnapshot } from '../../local/account/simulated-account.js';
import { eachGolden } from '../support/golden-cases.js';
import { listLiveCases, placeLiveCase, readLiveCase } from '../support/golden-live-stacks.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';

holdInvariants();

type Resources = AccountSnapshot['stacks'][string]['resources'];

const RETIRED = /^Custom::(EnvController|RulePriority|DynamicDesiredCount)Function$/;
/** What belongs to them: the custom resources, their functions and their roles. */
const PLUMBING =
  /^(EnvController|(HTTP\w*)?RulePriority|HTTPS?\w*PriorityAction|DynamicDesiredCount)/;

const resourcesOf = (it: Installation, stackName: string): Resources =>
  it.account.snapshot().stacks[stackName]?.resources ?? {};

/** Physical ids that an update must leave alone: a task definition is another one with each revision. */
const idsOf = (resources: Resources, isWanted: (id: string) => boolean) =>
  Object.fromEntries(
    Object.entries(resources)
      .filter(([id, { type }]) => type !== 'AWS::ECS::TaskDefinition' && isWanted(id))
      .map(([id, { physicalId }]) => [id, physicalId]),
  );

const prioritiesOf = (resources: Resources) =>
  Object.entries(resources)
    .filter(([, { type }]) => type === 'AWS::ElasticLoadBalancingV2::ListenerRule')
    .map(([id, { properties }]) => [id, Number((properties as { Priority: number }).Priority)]);

/** The stack of a golden case, live as Copilot deployed it, and the way to deploy the same workspace. */
function aLiveStack(golden: Parameters<typeof readLiveCase>[0]) {
  const { files, application, environment, stackName, facts, images } = readLiveCase(golden);
  const it = anInstallation({ facts });
  placeLiveCase(it.account, golden, { files, application, environment, stackName, facts, images });
  const deleted: string[] = [];
  it.account.progress.onStackEvent(({ logicalId, type, status }) => {
    if (status.startsWith('DELETE_') && type !== 'AWS::ECS::TaskDefinition')
      deleted.push(`${logicalId} ${status}`);
  });
  const request = { application, environment, images, variables: facts.variables ?? {} };
  const environmentStack = `${application}-${environment}`;
  const deploy = (options = {}) => it.deploy(files, { ...request, options });
  return { it, stackName, environmentStack, deleted, deploy };
}

describe('a live stack of Copilot', () => {
  const cases = listLiveCases('workload');

  eachGolden(
    cases,
    '$id is taken over in two deployments, and nothing of it is replaced',
    async (golden) => {
      const { it, stackName, environmentStack, deleted, deploy } = aLiveStack(golden);
      const before = resourcesOf(it, stackName);
      const environment = it.account.snapshot().stacks[environmentStack]?.parameters;
      const retired = Object.keys(before).filter((id) => RETIRED.test(before[id]?.type ?? ''));
      const stays = (id: string) => !PLUMBING.test(id);

      expect(await deploy()).toMatchObject({ verdict: 'SUCCEEDED' });
      const between = resourcesOf(it, stackName);
      expect(idsOf(between, () => true)).toEqual(idsOf(before, () => true));
      expect(deleted).toEqual([]);

      expect(await deploy()).toMatchObject({ verdict: 'SUCCEEDED' });
      const after = resourcesOf(it, stackName);
      expect(idsOf(after, () => true)).toEqual(idsOf(before, stays));
      expect(prioritiesOf(after)).toEqual(prioritiesOf(before));
      expect(deleted.filter((line) => retired.includes(line.split(' ')[0] ?? '')).sort()).toEqual(
        retired.map((id) => `${id} DELETE_SKIPPED`).sort(),
      );
      expect(deleted.filter((line) => stays(line.split(' ')[0] ?? ''))).toEqual([]);
      expect(it.account.snapshot().stacks[environmentStack]?.parameters).toEqual(environment);

      const third = await deploy();
      expect(third.steps.map(({ result }) => result?.kind)).toEqual(['unchanged', 'unchanged']);
    },
  );

  const scaled = cases.filter(({ id }) => ['backend-http-autoscaling', 'worker-test'].includes(id));
  eachGolden(scaled, '$id keeps the tasks that autoscaling has given it', async (golden) => {
    const { it, stackName, environmentStack, deploy } = aLiveStack(golden);
    const service = Object.keys(it.account.snapshot().services)[0] ?? '';
    const cluster = resourcesOf(it, environmentStack).Cluster?.physicalId;
    await it.account.handle('ECS', 'UpdateService', { cluster, service, desiredCount: 7 });
    await it.runFor(10);
    for (let round = 0; round < 2; round += 1) {
      expect((await deploy()).verdict).toBe('SUCCEEDED');
      expect(it.account.snapshot().services[service]).toMatchObject({ desiredCount: 7 });
    }
    expect(resourcesOf(it, stackName)).not.toHaveProperty('DynamicDesiredCountAction');
  });

  const failing = cases.filter(({ id }) => ['backend-simple', 'lbws-staging'].includes(id));
  eachGolden(failing, "$id is Copilot's again when taking it over fails", async (golden) => {
    const { it, stackName, deleted, deploy } = aLiveStack(golden);
    const before = resourcesOf(it, stackName);
    it.account.inject({ kind: 'unhealthy-release', name: golden.workload ?? '' });
    expect(await deploy()).toMatchObject({ verdict: 'ROLLED_BACK' });
    expect(idsOf(resourcesOf(it, stackName), () => true)).toEqual(idsOf(before, () => true));
    expect(deleted).toEqual([]);
    it.account.lift({ kind: 'unhealthy-release', name: golden.workload ?? '' });
    expect(await deploy({ force: true })).toMatchObject({ verdict: 'SUCCEEDED' });
    expect(Object.keys(resourcesOf(it, stackName))).toContain('EnvControllerAction');
    expect(await deploy()).toMatchObject({ verdict: 'SUCCEEDED' });
    expect(Object.keys(resourcesOf(it, stackName))).not.toContain('EnvControllerAction');
    expect(deleted.filter((line) => line.startsWith('EnvControllerAction '))).toEqual([
      'EnvControllerAction DELETE_SKIPPED',
    ]);
  });

  eachGolden(
    listLiveCases('environment'),
    'the environment of $id is updated, and nothing of it is replaced or goes',
    async (golden) => {
      const { it, stackName, deleted, deploy } = aLiveStack(golden);
      const before = idsOf(resourcesOf(it, stackName), () => true);
      const first = await deploy();
      expect(first).toMatchObject({ verdict: 'SUCCEEDED' });
      expect(first.steps.map(({ result }) => result?.kind)).toEqual(['updated']);
      expect(idsOf(resourcesOf(it, stackName), () => true)).toEqual(before);
      expect(deleted).toEqual([]);
      const second = await deploy();
      expect(second.steps.map(({ result }) => result?.kind)).toEqual(['unchanged']);
    },
  );
});
