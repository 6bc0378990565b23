import fc from 'fast-check';
import { parseMishap } from '../../../../local/account/mishaps.js';
import { anAccount, deployStack, type TestAccount } from '../../../support/account.js';

const TAGS = {
  'copilot-application': 'shop',
  'copilot-environment': 'test',
  'copilot-service': 'api',
};
const NAME = 'shop-test-api';
const IDS = ['A', 'B', 'C', 'D', 'E', 'F'];

/** A resource of the template, or its absence: its name (a change replaces it), its value, what it depends on. */
const resource = fc.record({
  isThere: fc.boolean(),
  name: fc.constantFrom('x', 'y'),
  value: fc.constantFrom('1', '2', '3'),
  dependsOn: fc.integer({ min: 0, max: 5 }),
  refersTo: fc.integer({ min: 0, max: 5 }),
});

type Shape = readonly {
  readonly isThere: boolean;
  readonly name: string;
  readonly value: string;
  readonly dependsOn: number;
  readonly refersTo: number;
}[];

/** Edges only point to earlier resources, so that there is no cycle. `Always` is there in every template. */
function toTemplate(shape: Shape): object {
  const present = IDS.filter((_, index) => shape[index]?.isThere);
  const earlier = (id: string, other: number): string => {
    const before = present.filter((one) => one < id);
    return before[other % Math.max(1, before.length)] ?? 'Always';
  };
  const resources = present.map((id) => {
    const { name, value, dependsOn, refersTo } = shape[IDS.indexOf(id)]!;
    return [
      id,
      {
        Type: 'AWS::SSM::Parameter',
        DependsOn: earlier(id, dependsOn),
        Properties: {
          Name: `/${id}/${name}`,
          Type: 'String',
          Value: value,
          Description: { Ref: earlier(id, refersTo) },
        },
      },
    ];
  });
  return {
    Resources: { Always: { Type: 'AWS::SNS::Topic' }, ...Object.fromEntries(resources) },
    Outputs: Object.fromEntries(
      present.map((id) => [`O${id}`, { Value: { Ref: id }, Export: { Name: `e-${id}` } }]),
    ),
  };
}

const shapes = fc.array(resource, { minLength: 6, maxLength: 6 });

function stateOf(it: TestAccount) {
  const { stacks, ...rest } = it.account.snapshot();
  const { status: _, resources, ...stack } = stacks[NAME]!;
  return {
    ...rest,
    stack,
    resources: Object.entries(resources).map(([id, { status: __, ...one }]) => [id, one]),
  };
}

describe('updates of any shape', () => {
  test('that fail leave everything as it was', async () => {
    let rolledBack = 0;
    await fc.assert(
      fc.asyncProperty(shapes, shapes, async (before, after) => {
        const it = anAccount();
        await deployStack(it, { name: NAME, template: toTemplate(before), tags: TAGS });
        const state = stateOf(it);
        it.account.inject(parseMishap('stack-failure:api'));
        const status = await deployStack(it, {
          name: NAME,
          template: toTemplate(after),
          type: 'UPDATE',
          tags: TAGS,
        });
        // An update that only removes has no resource that could fail.
        if (status !== 'UPDATE_ROLLBACK_COMPLETE') return;
        rolledBack += 1;
        expect(stateOf(it)).toEqual(state);
      }),
      { numRuns: 60, seed: 7 },
    );
    expect(rolledBack).toBeGreaterThan(30);
  });

  test('that succeed leave what a new stack of that template has', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, shapes, async (before, after) => {
        const [updated, fresh] = [anAccount(), anAccount()];
        await deployStack(updated, { name: NAME, template: toTemplate(before), tags: TAGS });
        await deployStack(updated, {
          name: NAME,
          template: toTemplate(after),
          type: 'UPDATE',
          tags: TAGS,
        });
        await deployStack(fresh, { name: NAME, template: toTemplate(after), tags: TAGS });
        const [one, other] = [updated.account.snapshot(), fresh.account.snapshot()];
        expect(one.parameters).toEqual(other.parameters);
        expect(one.exports).toEqual(other.exports);
        expect(Object.keys(one.stacks[NAME]!.resources)).toEqual(
          Object.keys(other.stacks[NAME]!.resources),
        );
        expect(one.stacks[NAME]!.status).toMatch(/^(UPDATE|CREATE)_COMPLETE$/);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
