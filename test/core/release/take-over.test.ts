import type { RenderedStack } from '../../../core/release/release.js';
import { takeOverStacks } from '../../../core/release/take-over.js';
import type { Template } from '../../../core/template/cloudformation.js';

const LIVE: Template = {
  Parameters: { OldSetting: { Type: 'String' } },
  Resources: {
    EnvControllerAction: {
      Type: 'Custom::EnvControllerFunction',
      Properties: { Setting: { Ref: 'OldSetting' } },
    },
  },
};

const stack: RenderedStack = {
  kind: 'workload',
  name: 'api',
  type: 'Backend Service',
  stackName: 'shop-test-api',
  template: { Resources: { Service: { Type: 'AWS::ECS::Service' } } },
  parameters: { AppName: 'shop' },
  tags: {},
  assets: [],
  after: [],
  images: [],
  alarms: { created: [], named: [] },
};

const takeOver = (template: Template) =>
  takeOverStacks(
    [stack],
    new Map([
      [
        'shop-test-api',
        { template, templateHash: 'live', parameters: { OldSetting: 'x', Other: 'y' } },
      ],
    ]),
  );

describe('stacks that Copilot deployed', () => {
  test('keep what must not be deleted at once, with the parameters that only it uses', () => {
    const { stacks, issues } = takeOver(LIVE);
    expect(stacks[0]?.template).toEqual(stack.template);
    expect(stacks[0]?.transition).toMatchObject({
      parameters: { AppName: 'shop', OldSetting: 'x' },
      template: {
        Parameters: { OldSetting: { Type: 'String' } },
        Resources: {
          Service: { Type: 'AWS::ECS::Service' },
          EnvControllerAction: { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' },
        },
      },
    });
    expect(stacks[0]?.transition?.parameters).not.toHaveProperty('Other');
    expect(issues).toMatchObject([
      {
        severity: 'warning',
        file: 'copilot/api/manifest.yml',
        message: expect.stringContaining('EnvControllerAction'),
      },
    ]);
  });

  test('let go of it once it is marked', () => {
    const [taken] = takeOver(LIVE).stacks;
    const marked = taken?.transition?.template ?? LIVE;
    expect(takeOver(marked)).toEqual({ stacks: [stack], issues: [] });
  });

  test('others are left as they are', () => {
    expect(takeOver({ Resources: {} })).toEqual({ stacks: [stack], issues: [] });
    expect(takeOverStacks([stack], new Map())).toEqual({ stacks: [stack], issues: [] });
  });
});
