import { findCiBuild } from '../../cli/deploy/ci-environment.js';
import { parseImage, parseVariable, toImages } from '../../cli/deploy/parse-flags.js';
import { toRequestBody } from '../../cli/deploy/request-flags.js';
import { DeploymentRequest } from '../../core/deployment/request.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const REPOSITORY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/api';

describe('--image', () => {
  test.each([
    [`api=${REPOSITORY}:42`, { container: 'api', repository: REPOSITORY, tag: '42' }],
    [`api=${REPOSITORY}@${DIGEST}`, { container: 'api', repository: REPOSITORY, digest: DIGEST }],
    [
      `api=${REPOSITORY}:42@${DIGEST}`,
      { container: 'api', repository: REPOSITORY, tag: '42', digest: DIGEST },
    ],
    [`api/nginx=${REPOSITORY}:1`, { container: 'nginx', repository: REPOSITORY, tag: '1' }],
    ['api=localhost:5000/api', { container: 'api', repository: 'localhost:5000/api' }],
  ])('%s', (text, image) => {
    expect(parseImage(text)).toEqual({ workload: 'api', ...image });
  });

  test.each(['api', '=x', 'api=', `api=${REPOSITORY}@sha256:12`])('"%s" is refused', (text) => {
    expect(() => parseImage(text)).toThrow('WORKLOAD');
  });

  test('containers of one workload are put together', () => {
    const images = toImages([parseImage('api=a:1'), parseImage('api/nginx=n:2')]);
    expect(images).toEqual({
      api: { api: { repository: 'a', tag: '1' }, nginx: { repository: 'n', tag: '2' } },
    });
  });
});

describe('--variable', () => {
  test('a value may hold anything, = too', () => {
    expect(parseVariable('URL=https://a/?b=c')).toEqual(['URL', 'https://a/?b=c']);
  });

  test.each(['URL', '=x'])('"%s" is refused', (text) => {
    expect(() => parseVariable(text)).toThrow('NAME=VALUE');
  });
});

describe('findCiBuild', () => {
  const SHA = '0123456789abcdef0123456789abcdef01234567';

  test.each([
    [
      'GitHub',
      {
        GITHUB_REPOSITORY: 'shop/shop',
        GITHUB_REF_NAME: 'main',
        GITHUB_SHA: SHA,
        GITHUB_RUN_ID: '7',
        GITHUB_RUN_ATTEMPT: '2',
      },
      { source: 'github:shop/shop:main', sourceCommit: SHA, run: 'github-7-2' },
    ],
    [
      'GitLab',
      {
        CI_PROJECT_PATH: 'shop/shop',
        CI_COMMIT_REF_NAME: 'main',
        CI_COMMIT_SHA: SHA,
        CI_JOB_ID: '9',
      },
      { source: 'gitlab:shop/shop:main', sourceCommit: SHA, run: 'gitlab-9' },
    ],
    [
      'CodeBuild from S3, which has no commit',
      {
        CODEBUILD_BUILD_ID: 'shop:1-2',
        CODEBUILD_RESOLVED_SOURCE_VERSION: 'arn:aws:s3:::b/k',
      },
      { source: 'codebuild:shop:', sourceCommit: undefined, run: 'codebuild-shop:1-2' },
    ],
    ['a person', { HOME: '/home/ann' }, undefined],
  ])('%s', (_who, environment, build) => {
    expect(findCiBuild(environment)).toEqual(build);
  });
});

describe('toRequestBody', () => {
  const build = { source: 'github:a/b:main', sourceCommit: '0123456', run: 'github-1-1' };
  const workspace = 'w-0123456789abcdef';

  test('is a request that the API takes', () => {
    const body = toRequestBody(
      {
        env: 'prod',
        workspace: '.',
        app: 'shop',
        name: ['api'],
        image: [parseImage(`api=${REPOSITORY}@${DIGEST}`)],
        variable: [['TAG', '42']],
        options: { bakeMinutes: 10 },
      },
      build,
    );
    expect(DeploymentRequest.parse({ ...body, workspace })).toMatchObject({
      environment: 'prod',
      application: 'shop',
      names: ['api'],
      variables: { TAG: '42' },
      source: build.source,
      sourceCommit: build.sourceCommit,
      options: { bakeMinutes: 10, statefulLoss: 'refuse' },
    });
  });

  test('flags go before what the CI service tells; what nobody says is left out', () => {
    expect(toRequestBody({ env: 'test', workspace: '.', commit: 'fedcba9' }, build)).toEqual({
      environment: 'test',
      sourceCommit: 'fedcba9',
      source: 'github:a/b:main',
    });
    expect(toRequestBody({ env: 'test', workspace: '.' }, undefined)).toEqual({
      environment: 'test',
    });
  });
});
