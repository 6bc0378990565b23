import {
  describeLiveWorkloads,
  listLiveWorkloads,
  listOwnKeys,
  type StackInAccount,
} from '../../../core/facts/live-workloads.js';
import type { ReleaseManifests } from '../../../core/facts/read-manifests.js';
import type { BundleStack } from '../../../core/release/release.js';

const OURS = 'A backend service on Amazon ECS';
const COPILOTS = 'CloudFormation template that represents a backend service on Amazon ECS.';
const PLACE = { application: 'shop', environment: 'test' };

const aStack = (stackName: string, more: Partial<StackInAccount> = {}): StackInAccount => ({
  stackName,
  stackId: `arn:${stackName}`,
  rootId: `arn:${stackName}`,
  description: OURS.concat(' Fargate'),
  ...more,
});

const manifestsOf = (...names: readonly string[]): Pick<ReleaseManifests, 'workloads'> => ({
  workloads: names.map((name) => ({ manifest: { name } })) as never,
});

describe('workloads that live in an environment', () => {
  test('are those of the release that have a stack, and those that the environment names', () => {
    const listed = ['api', 'web', 'old', 'aliased', 'stranger'].map((name) =>
      aStack(`shop-test-${name}`),
    );
    const parameters = {
      ALBWorkloads: 'web,old,gone',
      NATWorkloads: '',
      Aliases: '{"aliased":["a.example.com"]}',
    };
    const live = listLiveWorkloads(listed, manifestsOf('api', 'new'), PLACE, parameters);
    expect(live.map(({ name }) => name)).toEqual(['aliased', 'api', 'old', 'web']);
  });

  test('are ours or of Copilot, by how their template describes itself; nested stacks are none', () => {
    const listed = [
      aStack('shop-test-api'),
      aStack('shop-test-web', { description: COPILOTS }),
      aStack('shop-test-job', { rootId: 'arn:another' }),
    ];
    const live = listLiveWorkloads(listed, manifestsOf('api', 'web', 'job'), PLACE, undefined);
    expect(live).toEqual([
      { name: 'api', stackName: 'shop-test-api', isOwn: true },
      { name: 'web', stackName: 'shop-test-web', isOwn: false },
    ]);
    expect(listOwnKeys(live)).toEqual(['workload/api']);
  });

  test('tell what they use of the environment where their last release told it', () => {
    const live = ['api', 'web'].map((name) => ({
      name,
      stackName: `shop-test-${name}`,
      isOwn: true,
    }));
    const released = new Map([
      ['api', { environmentFeatures: ['ALBWorkloads'] } as unknown as BundleStack],
    ]);
    expect(describeLiveWorkloads(live, released)).toEqual({
      api: { features: ['ALBWorkloads'] },
      web: {},
    });
  });
});
