import { parseImage, parseRegistry } from '../../../core/rollback/image-reference.js';
import {
  judgeImage,
  type PreviousImage,
  type RepositoryView,
  sortPreviousImages,
} from '../../../core/rollback/previous-images.js';

const ONE = `sha256:${'1'.repeat(64)}`;
const TWO = `sha256:${'2'.repeat(64)}`;
const hostOf = (account: string, region: string): string =>
  `${account}.dkr.ecr.${region}.amazonaws.com`;
const HOST = hostOf('123456789012', 'eu-west-1');

test.each([
  ['nginx', { registry: '', repository: 'nginx', tag: 'latest' }],
  ['library/nginx:1.29', { registry: '', repository: 'library/nginx', tag: '1.29' }],
  [
    'public.ecr.aws/docker/library/nginx:1',
    { registry: 'public.ecr.aws', repository: 'docker/library/nginx', tag: '1' },
  ],
  ['localhost:5000/api', { registry: 'localhost:5000', repository: 'api', tag: 'latest' }],
  [`${HOST}/shop/api@${ONE}`, { registry: HOST, repository: 'shop/api', digest: ONE }],
  [
    `${HOST}/shop/api:v1@${ONE}`,
    { registry: HOST, repository: 'shop/api', digest: ONE, tag: 'v1' },
  ],
])('%s is taken apart', (image, parts) => {
  expect(parseImage(image)).toEqual(parts);
});

test.each([
  [HOST, { account: '123456789012', region: 'eu-west-1' }],
  [`${hostOf('1', 'cn-north-1')}.cn`, { account: '1', region: 'cn-north-1' }],
  ['public.ecr.aws', undefined],
  ['registry.example.com', undefined],
])('registry %s', (host, expected) => {
  expect(parseRegistry(host)).toEqual(expected);
});

describe('sortPreviousImages', () => {
  const repository = `${HOST}/shop/api`;
  const sort = (images: readonly string[], pushedImages = {}) =>
    sortPreviousImages([{ name: 'api', images, pushedImages }], {
      account: '123456789012',
      application: 'shop',
    });

  test('those in another region of the own account too: each region has repositories', () => {
    const there = `${hostOf('123456789012', 'us-east-1')}/shop/api:v1`;
    expect(sort([there, `${repository}:v1`]).known).toMatchObject([
      { region: 'us-east-1', repository: 'shop/api', tag: 'v1' },
      { region: 'eu-west-1', repository: 'shop/api', tag: 'v1' },
    ]);
  });

  test('images of the application in the own registry can be asked for, others cannot', () => {
    const other = hostOf('999999999999', 'eu-west-1');
    const { known, foreign } = sort([
      `${repository}@${ONE}`,
      'nginx',
      `${HOST}/tools/proxy:1`,
      `${other}/shop/api:1`,
    ]);
    expect(known.map(({ image }) => image)).toEqual([`${repository}@${ONE}`]);
    expect(foreign.map(({ image }) => image)).toEqual([
      'nginx',
      `${HOST}/tools/proxy:1`,
      `${other}/shop/api:1`,
    ]);
  });

  test('a pushed image is asked for by the tag that its template names, too', () => {
    const pushed = { api: { repository, tag: 'v1', digest: ONE } };
    expect(sort([`${repository}@${ONE}`], pushed).known).toMatchObject([
      { digest: ONE, tag: 'v1' },
    ]);
  });

  test('a sidecar shares the repository: its tag begins with its name', () => {
    const pushed = { nginx: { repository, tag: 'v1', digest: ONE } };
    expect(sort([`${repository}@${ONE}`], pushed).known).toMatchObject([{ tag: 'nginx-v1' }]);
  });
});

describe('judgeImage', () => {
  const stored = (digest: string, ...tags: readonly string[]) => ({ digest, tags, pushedAt: 0 });
  const found = (...images: readonly ReturnType<typeof stored>[]): RepositoryView => ({
    kind: 'found',
    images,
    policy: undefined,
  });
  const asked = (fields: Partial<PreviousImage>): PreviousImage => ({
    stack: 'api',
    image: 'i',
    region: 'eu-west-1',
    repository: 'shop/api',
    ...fields,
  });

  test.each<readonly [string, Partial<PreviousImage>, RepositoryView, string]>([
    ['is there', { digest: ONE, tag: 'v1' }, found(stored(ONE, 'v1')), 'there'],
    ['is there without its tag being asked', { digest: ONE }, found(stored(ONE)), 'there'],
    ['is gone', { digest: ONE }, found(stored(TWO)), 'missing'],
    [
      'has lost the tag by which it is named',
      { digest: ONE, tag: 'v1' },
      found(stored(ONE)),
      'missing',
    ],
    [
      'has given its tag to another',
      { digest: ONE, tag: 'v1' },
      found(stored(ONE), stored(TWO, 'v1')),
      'moved',
    ],
    ['is gone with its repository', { digest: ONE }, { kind: 'gone' }, 'missing'],
    ['lies where nobody may look', { digest: ONE }, { kind: 'closed' }, 'unknown'],
    [
      'lies under a policy that nobody understands',
      { digest: ONE },
      { kind: 'found', images: [stored(ONE)], policy: 'unknown' },
      'unknown',
    ],
  ])('an image that %s', (_, image, view, state) => {
    expect(judgeImage(asked(image), view, 0)).toBe(state);
  });
});
