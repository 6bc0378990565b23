import {
  placeCopilotApplication,
  placeCopilotStacks,
  renderAsCopilot,
} from '../support/copilot-application.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { resourcesOf } from '../support/stack-resources.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

describe('an application of Copilot', () => {
  const shop = aWorkspace({ workloads: ['api'] });

  function anInstallationInIt(): Installation & {
    readonly bucket: string;
    readonly keyArn: string;
  } {
    const it = anInstallation();
    const copilot = placeCopilotApplication(it.account);
    placeCopilotStacks(it.account, shop, copilot);
    return { ...it, ...copilot };
  }

  test('keeps its bucket and key; templates of change sets lie in ours', async () => {
    const it = anInstallationInIt();
    const addons = aWorkspace({
      workloads: ['api'],
      files: {
        'copilot/api/addons/topic.yml': `Parameters:
  App: { Type: String }
  Env: { Type: String }
  Name: { Type: String }
Resources:
  Topic: { Type: AWS::SNS::Topic }
`,
      },
    });
    const { verdict } = await it.deploy(addons, { version: '1' });
    expect(verdict).toBe('SUCCEEDED');
    const { parameters } = it.account.snapshot().stacks['shop-test-api'] ?? {};
    expect(parameters?.ArtifactKeyARN).toBe(it.keyArn);
    expect(parameters?.AddonsTemplateURL).toContain(`https://${it.bucket}.s3.`);
    const { buckets } = it.account.snapshot();
    expect(buckets[it.bucket]?.every((key) => key.startsWith('manual/addons/'))).toBe(true);
    expect(buckets[it.bucket]).toHaveLength(1);
    const ours = Object.entries(buckets).find(([name]) => name.startsWith('autoland-'))?.[1] ?? [];
    expect(ours.some((key) => key.startsWith('manual/templates/shop-test-api/'))).toBe(true);
  });

  test('its stacks are taken over in two deployments, and EnvController is never asked to delete', async () => {
    const it = anInstallationInIt();
    const seen: string[] = [];
    it.account.progress.onStackEvent(({ logicalId, status }) => {
      if (logicalId === 'EnvControllerAction') seen.push(status);
    });
    const first = await it.deploy(shop, { version: '1' });
    expect(first.verdict).toBe('SUCCEEDED');
    expect(first.warnings).toEqual([
      expect.stringContaining('stack shop-test-api is taken over from Copilot in two updates'),
    ]);
    expect(Object.keys(resourcesOf(it, 'shop-test-api'))).toEqual(
      expect.arrayContaining(['EnvControllerAction', 'EnvControllerFunction', 'EnvControllerRole']),
    );
    const second = await it.deploy(shop, { version: '1' });
    expect(second).toMatchObject({ verdict: 'SUCCEEDED', warnings: [] });
    expect(Object.keys(resourcesOf(it, 'shop-test-api'))).toEqual(
      expect.not.arrayContaining(['EnvControllerAction', 'EnvControllerFunction']),
    );
    expect(seen.filter((status) => status.startsWith('DELETE_'))).toEqual(['DELETE_SKIPPED']);
    const third = await it.deploy(shop, { version: '1' });
    expect(third.steps.map(({ result }) => result?.kind)).toEqual(['unchanged', 'unchanged']);
  });

  test('a rollback of the second deployment does not bring EnvController back', async () => {
    const it = anInstallationInIt();
    await it.deploy(shop, { version: '1' });
    it.account.inject({ kind: 'unhealthy-release', name: 'api' });
    const second = await it.deploy(shop, { version: '2' });
    expect(second.verdict).toBe('ROLLED_BACK');
    const retried = await it.deploy(shop, { version: '1' });
    expect(retried.verdict).toBe('SUCCEEDED');
    expect(Object.keys(resourcesOf(it, 'shop-test-api'))).not.toContain('EnvControllerAction');
  });

  test('a stack that Copilot deployed again in between is taken over again', async () => {
    const it = anInstallationInIt();
    await it.deploy(shop, { version: '1' });
    const stack = renderAsCopilot(shop, it).find(({ stackName }) => stackName === 'shop-test-api');
    await it.account.handle('CloudFormation', 'UpdateStack', {
      StackName: 'shop-test-api',
      TemplateBody: JSON.stringify(stack?.template),
      Parameters: Object.entries(stack?.parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    });
    await it.runUntilStack('shop-test-api', 'UPDATE_COMPLETE');
    const again = await it.deploy(shop, { version: '2' });
    expect(again.verdict).toBe('SUCCEEDED');
    expect(again.warnings.join()).toContain('is taken over from Copilot');
  });
});

describe('an environment that is elsewhere', () => {
  test('and that lets nobody in is refused before anything is changed', async () => {
    const it = anInstallation();
    placeCopilotApplication(it.account);
    it.account.setup.parameter(
      '/copilot/applications/shop/environments/test',
      JSON.stringify({ region: 'eu-central-1', accountID: '111111111111' }),
    );
    const body = {
      environment: 'test',
      workspace: await it.upload(aWorkspace({ workloads: ['api'] })),
    };
    const answer = await it.post('/v1/deployments', { ...body, variables: { VERSION: '1' } });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('region eu-central-1, out of reach from here');
  });
});
