import type { StackDiff } from '../../../core/plan/stack-diff.js';
import { assessReversibility } from '../../../core/rollback/assess-reversibility.js';
import type { ReversibilityInput } from '../../../core/rollback/reversibility.js';
import type { ResourceChange } from '../../../core/stack/resource-change.js';

const aDiff = (fields: Partial<StackDiff> = {}): StackDiff => ({
  action: 'update',
  changes: [],
  unchanged: 5,
  removedExports: [],
  outputsChanged: false,
  ...fields,
});

const aChange = (fields: Partial<ResourceChange> = {}): ResourceChange => ({
  logicalId: 'Orders',
  type: 'AWS::DynamoDB::Table',
  action: 'replace',
  certainty: 'certain',
  properties: ['KeySchema'],
  retained: false,
  ...fields,
});

type Stack = ReversibilityInput['stacks'][number];
const aStack = (fields: Partial<Stack> = {}): Stack => ({
  name: 'api',
  stackName: 'shop-prod-api',
  kind: 'workload',
  diff: aDiff(),
  oneWay: false,
  ...fields,
});

const assess = (fields: Partial<ReversibilityInput> = {}) =>
  assessReversibility({
    stacks: [aStack()],
    previousBundle: { releaseId: 'r-1', intact: true },
    missingImages: [],
    importedExports: [],
    ...fields,
  });

const withChange = (fields: Partial<ResourceChange>) =>
  assess({ stacks: [aStack({ diff: aDiff({ changes: [aChange(fields)] }) })] });

test('an ordinary update of a workload can be taken back', () => {
  expect(assess()).toEqual({
    way: 'reversible',
    reasons: [],
    warnings: [],
    stacks: [{ name: 'api', way: 'reversible' }],
  });
});

test('a release that changes nothing needs no way back, not even the first', () => {
  const stacks = [aStack({ diff: aDiff({ action: 'none' }), oneWay: true })];
  expect(assess({ stacks, previousBundle: null })).toMatchObject({ way: 'reversible', stacks: [] });
});

test.each<readonly [string, Partial<ReversibilityInput>, string, string]>([
  ['the first deployment', { previousBundle: null }, 'one-way', 'first-deployment'],
  [
    'a damaged bundle',
    { previousBundle: { releaseId: 'r-1', intact: false } },
    'reversible-with-loss',
    'previous-bundle-missing',
  ],
  [
    'a file that is gone',
    { missingFiles: [{ stack: 'api', file: 'manual/addons/api.yml' }] },
    'one-way',
    'previous-files-missing',
  ],
  [
    'an image that is gone',
    { missingImages: [{ stack: 'api', image: 'repo@sha256:1' }] },
    'one-way',
    'image-missing',
  ],
  [
    'an image whose tag has moved',
    { movedImages: [{ stack: 'api', image: 'repo@sha256:1' }] },
    'one-way',
    'image-moved',
  ],
  [
    'an image that may go',
    { expiringImages: [{ stack: 'api', image: 'repo@sha256:1' }] },
    'reversible-with-loss',
    'image-expires',
  ],
  [
    'a manifest that says so',
    { stacks: [aStack({ oneWay: true })] },
    'one-way',
    'declared-one-way',
  ],
  [
    'an addon, which stays',
    { stacks: [aStack({ kind: 'environment-addon' })] },
    'reversible-with-loss',
    'addon-stays',
  ],
  [
    'an export that others import',
    {
      stacks: [aStack({ diff: aDiff({ removedExports: ['bus'] }) })],
      importedExports: [{ exportName: 'bus', importedBy: ['shop-prod-web'] }],
    },
    'one-way',
    'export-removed',
  ],
])('%s is told', (_, fields, way, code) => {
  const found = assess(fields);
  expect(found).toMatchObject({ way, stacks: [{ name: 'api', way }] });
  expect(found.reasons.map((reason) => reason.code)).toEqual([code]);
});

test.each<readonly [string, Partial<ResourceChange>, string, string | undefined]>([
  ['a table that is replaced', {}, 'one-way', 'stateful-replaced'],
  ['a table that may be replaced', { certainty: 'possible' }, 'one-way', 'stateful-replaced'],
  [
    'a table that is replaced, the old one kept',
    { retained: true },
    'reversible-with-loss',
    'stateful-replaced',
  ],
  ['a table that is removed', { action: 'remove' }, 'one-way', 'stateful-removed'],
  [
    'a table that leaves the stack and stays',
    { action: 'remove', retained: true },
    'reversible-with-loss',
    'stateful-removed',
  ],
  ['a table that is new', { action: 'create' }, 'reversible-with-loss', 'stateful-created'],
  [
    'a log group that is new',
    { action: 'create', type: 'AWS::Logs::LogGroup' },
    'reversible',
    undefined,
  ],
  ['a table that changes in place', { action: 'update' }, 'reversible', undefined],
  ['a new task definition', { type: 'AWS::ECS::TaskDefinition' }, 'reversible', undefined],
  ['a rule that goes', { type: 'AWS::Events::Rule', action: 'remove' }, 'reversible', undefined],
])('%s', (_, fields, way, code) => {
  const found = withChange(fields);
  expect(found.way).toBe(way);
  expect(found.reasons.map((reason) => reason.code)).toEqual(code ? [code] : []);
});

test('a message names the resource and what becomes of it', () => {
  expect(withChange({ certainty: 'possible' }).reasons[0]?.message).toBe(
    'Orders (AWS::DynamoDB::Table) may be replaced: its data is lost',
  );
});

test('an export that goes and that nobody imports is no obstacle', () => {
  const stacks = [aStack({ diff: aDiff({ removedExports: ['bus'] }) })];
  expect(assess({ stacks, importedExports: [{ exportName: 'bus', importedBy: [] }] }).way).toBe(
    'reversible',
  );
  expect(
    assess({ stacks, importedExports: [{ exportName: 'other', importedBy: ['x'] }] }).way,
  ).toBe('reversible');
});

test('addons that go back too are judged like the rest', () => {
  expect(assess({ stacks: [aStack({ kind: 'environment-addon' })], includeAddons: true }).way).toBe(
    'reversible',
  );
});

test('images and declarations of a stack that does not change do not matter', () => {
  const stacks = [aStack(), aStack({ name: 'web', diff: aDiff({ action: 'none' }), oneWay: true })];
  expect(assess({ stacks, missingImages: [{ stack: 'web', image: 'i' }] }).way).toBe('reversible');
});

test('the release is as bad as its worst stack, each stack as bad as it is', () => {
  const found = assess({
    stacks: [
      aStack(),
      aStack({ name: 'web', oneWay: true }),
      aStack({ name: 'eventbus', kind: 'environment-addon' }),
    ],
  });
  expect(found.way).toBe('one-way');
  expect(found.stacks).toEqual([
    { name: 'api', way: 'reversible' },
    { name: 'web', way: 'one-way' },
    { name: 'eventbus', way: 'reversible-with-loss' },
  ]);
});

test('an alarm that does not exist takes no way back away, but is told', () => {
  const found = assess({ missingAlarms: [{ stack: 'api', alarm: 'api-5xx' }] });
  expect(found).toMatchObject({
    way: 'reversible',
    warnings: [
      { stack: 'api', message: 'alarm api-5xx does not exist: it will not roll anything back' },
    ],
  });
});

test('a rule whose weights would be put back takes no way back away, but is told', () => {
  const found = assess({
    stacks: [aStack({ diff: aDiff({ weightResets: ['HTTPListenerRule'] }) })],
  });
  expect(found).toMatchObject({
    way: 'reversible',
    warnings: [{ stack: 'api', message: expect.stringContaining('HTTPListenerRule changes') }],
  });
});

test('the first deployment is told as such, not by everything that it makes', () => {
  const diff = aDiff({ action: 'create', changes: [aChange({ action: 'create' })] });
  const stacks = [aStack({ diff }), aStack({ name: 'eventbus', kind: 'environment-addon', diff })];
  expect(assess({ stacks, previousBundle: null }).reasons.map(({ code }) => code)).toEqual([
    'first-deployment',
  ]);
});
