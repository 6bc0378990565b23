import { isIntact, makeBundle } from '../../../core/release/make-bundle.js';
import { asDeployed, type RenderedStack } from '../../../core/release/release.js';

const aStack = (over: Partial<RenderedStack> = {}): RenderedStack => ({
  kind: 'workload',
  name: 'api',
  type: 'Backend Service',
  stackName: 'shop-test-api',
  template: { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } },
  parameters: { AppName: 'shop' },
  tags: {},
  assets: [],
  after: [],
  images: [],
  alarms: { created: [], named: [] },
  ...over,
});

const bundleOf = (stack: RenderedStack, images = {}) => {
  const { bundle, objects } = makeBundle({
    application: 'shop',
    environment: 'test',
    sourceCommit: null,
    stacks: [{ stack, predecessors: [] }],
    images,
  });
  const [bundled] = bundle.stacks;
  if (bundled === undefined) throw new Error('no stack');
  return { bundle, objects, bundled, keys: objects.map(({ key }) => key) };
};

describe('a release bundle', () => {
  test('is the same, to the id, for the same input', () => {
    expect(bundleOf(aStack())).toEqual(bundleOf(aStack()));
    expect(isIntact(bundleOf(aStack()).bundle)).toBe(true);
  });

  test('has each template and asset once, under the hash of what is in it', () => {
    const asset = { key: 'manual/addons/x', body: new Uint8Array([1]) };
    const { keys, bundled } = bundleOf(aStack({ assets: [asset, asset] }));
    expect(keys).toEqual([bundled.templateKey, 'manual/addons/x']);
    expect(bundled.templateKey).toBe(`manual/templates/shop-test-api/${bundled.templateHash}.json`);
  });

  test('has templates in ASCII, since CloudFormation shows nothing else', () => {
    const template = {
      Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'Grüße ☕ 🚀' } } },
    };
    const [object] = bundleOf(aStack({ template })).objects;
    const text = new TextDecoder().decode(object?.body);
    expect(text).toContain(String.raw`Gr\u00fc\u00dfe \u2615 \ud83d\ude80`);
    expect(JSON.parse(text)).toEqual(template);
  });

  test('knows the priorities of listener rules, with the listener of each', () => {
    const rule = (Priority: number | object) => ({
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: { ListenerArn: { 'Fn::ImportValue': 'listener' }, Priority } as never,
    });
    const template = {
      Resources: {
        HTTPListenerRule: rule(7),
        Chosen: rule({ 'Fn::GetAtt': ['Action', 'Priority'] }),
      },
    };
    expect(bundleOf(aStack({ template })).bundled.listenerRules).toEqual({
      HTTPListenerRule: { priority: 7, listener: '{"Fn::ImportValue":"listener"}' },
    });
    expect(bundleOf(aStack()).bundled).not.toHaveProperty('listenerRules');
  });

  test('knows the pushed images of its workloads, and of no environment of the same name', () => {
    const images = { api: { api: { repository: 'r', digest: 'sha256:1' } } };
    expect(bundleOf(aStack(), images).bundled.pushedImages).toEqual(images.api);
    expect(bundleOf(aStack({ kind: 'environment' }), images).bundled).not.toHaveProperty(
      'pushedImages',
    );
  });

  test('deploys a transition in place of the template, and is not content with it afterwards', () => {
    const transition = { template: { Resources: {} }, parameters: { Old: 'x' } };
    const { bundled, keys } = bundleOf(aStack({ transition }));
    const plain = bundleOf(aStack()).bundled;
    expect(bundled.templateHash).toBe(plain.templateHash);
    expect(bundled.contentHash).not.toBe(plain.contentHash);
    expect(asDeployed(bundled)).toMatchObject({
      templateHash: bundled.transition?.templateHash,
      templateKey: bundled.transition?.templateKey,
      parameters: { Old: 'x' },
    });
    expect(keys).toEqual([bundled.templateKey, bundled.transition?.templateKey]);
    expect(asDeployed(plain)).toBe(plain);
  });
});
