import {
  countsImages,
  isExpiring,
  parseLifecyclePolicy,
  type StoredImage,
} from '../../../core/rollback/lifecycle-policy.js';

const DAY = 86_400_000;
const NOW = 1000 * DAY;

const image = (digest: string, ageDays: number, tags: readonly string[] = []): StoredImage => ({
  digest,
  tags,
  pushedAt: NOW - ageDays * DAY,
});

/** Newest first: one a day, `v5` pushed today. */
const FIVE = [5, 4, 3, 2, 1].map((version, age) => image(`v${version}`, age, [`v${version}`]));

const rule = (priority: number, selection: object) => ({
  rulePriority: priority,
  selection,
  action: { type: 'expire' },
});
const KEEP = (count: number, priority = 1) =>
  rule(priority, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: count });
const DAYS = (days: number, selection: object = { tagStatus: 'any' }, priority = 1) =>
  rule(priority, {
    ...selection,
    countType: 'sinceImagePushed',
    countUnit: 'days',
    countNumber: days,
  });

function expiring(rules: readonly object[], images: readonly StoredImage[] = FIVE) {
  const parsed = parseLifecyclePolicy(JSON.stringify({ rules }));
  if (!parsed) throw new Error('the policy is not understood');
  return images.filter((one) => isExpiring(one, images, parsed, NOW)).map(({ digest }) => digest);
}

test.each([
  ['keeps more than there are', [KEEP(7)], []],
  ['keeps as many as there are: the next push takes the oldest', [KEEP(5)], ['v1']],
  ['keeps fewer', [KEEP(3)], ['v3', 'v2', 'v1']],
  ['deletes after 30 days: nothing within a week', [DAYS(30)], []],
  ['deletes after 10 days: the old ones within a week', [DAYS(10)], ['v2', 'v1']],
])('a policy that %s', (_, rules, gone) => {
  expect(expiring(rules)).toEqual(gone);
});

test.each([
  ['untagged', { tagStatus: 'untagged' }, ['none']],
  ['tagged with a prefix', { tagStatus: 'tagged', tagPrefixList: ['prod'] }, ['p', 'both']],
  ['tagged with both prefixes', { tagStatus: 'tagged', tagPrefixList: ['prod', 'dev'] }, ['both']],
  ['tagged by a pattern', { tagStatus: 'tagged', tagPatternList: ['*-1'] }, ['p', 'd', 'both']],
  ['any', { tagStatus: 'any' }, ['none', 'p', 'd', 'both']],
])('a rule for images %s', (_, selection, gone) => {
  const images = [
    image('none', 3),
    image('p', 3, ['prod-1']),
    image('d', 3, ['dev-1']),
    image('both', 3, ['prod-1', 'dev-2']),
  ];
  expect(expiring([DAYS(1, selection)], images)).toEqual(gone);
});

test('an image that a rule is for is not touched by one below', () => {
  const images = [image('prod', 20, ['prod-1']), image('dev', 20, ['dev-1'])];
  const keepsProd = DAYS(365, { tagStatus: 'tagged', tagPrefixList: ['prod'] });
  expect(expiring([DAYS(14, { tagStatus: 'any' }, 2), keepsProd], images)).toEqual(['dev']);
});

test('an image that is pulled stays, where pulling counts', () => {
  const pulled = { ...image('old', 100, ['v1']), pulledAt: NOW - DAY };
  const policy = [
    rule(1, {
      tagStatus: 'any',
      countType: 'sinceImagePulled',
      countUnit: 'days',
      countNumber: 30,
    }),
  ];
  expect(expiring(policy, [pulled, image('idle', 100, ['v0'])])).toEqual(['idle']);
});

test('what is not known here is not guessed', () => {
  expect(parseLifecyclePolicy('no JSON')).toBeUndefined();
  expect(parseLifecyclePolicy('{}')).toBeUndefined();
  const moon = rule(1, { tagStatus: 'any', countType: 'phaseOfTheMoon', countNumber: 1 });
  expect(parseLifecyclePolicy(JSON.stringify({ rules: [moon] }))).toBeUndefined();
});

test('only a policy that counts needs the whole repository', () => {
  const parse = (rules: readonly object[]) => parseLifecyclePolicy(JSON.stringify({ rules })) ?? [];
  expect(countsImages(parse([DAYS(1)]))).toBe(false);
  expect(countsImages(parse([DAYS(1), KEEP(5, 2)]))).toBe(true);
});
