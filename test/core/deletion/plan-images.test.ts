import { type ImageInput, planImages } from '../../../core/deletion/plan-images.js';

const plan = (input: Partial<ImageInput>) => {
  const { repositories, stays } = planImages({
    application: 'shop',
    workloads: ['api'],
    staying: [],
    unseen: [],
    ...input,
  });
  return { repositories, stays: stays.map(({ name, reason }) => `${name}: ${reason}`) };
};

const image = (repository: string) => `111111111111.dkr.ecr.us-east-1.amazonaws.com/${repository}`;

test('images go with the last environment that has the workload', () => {
  expect(plan({ workloads: ['api', 'web', 'api'] })).toEqual({
    repositories: ['shop/api', 'shop/web'],
    stays: [],
  });
});

test.each([
  ['the workload in another environment', { name: 'api', texts: [] }],
  ['another workload by tag', { name: 'web', texts: [`${image('shop/api')}:v1`] }],
  ['another workload by digest', { name: 'web', texts: [`${image('shop/api')}@sha256:ab`] }],
  ['another workload by neither', { name: 'web', texts: [image('shop/api')] }],
])('images stay for %s', (_title, user) => {
  expect(plan({ staying: [{ ...user, stackName: 'shop-prod-x' }] })).toEqual({
    repositories: [],
    stays: ['shop/api: shop-prod-x may run them'],
  });
});

test('a repository whose name begins with it is another one', () => {
  const staying = [{ name: 'web', stackName: 'shop-prod-web', texts: [image('shop/api-v2:1')] }];
  expect(plan({ staying }).repositories).toEqual(['shop/api']);
});

test('what cannot be seen may run them', () => {
  expect(plan({ unseen: ['environment prod'] })).toEqual({
    repositories: [],
    stays: ['shop/api: environment prod may run them'],
  });
});
