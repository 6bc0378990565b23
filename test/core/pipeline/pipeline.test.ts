import fc from 'fast-check';
import { formatIssue } from '../../../core/issues.js';
import { findPipelineDoubts } from '../../../core/pipeline/find-pipeline-doubts.js';
import { parsePipeline } from '../../../core/pipeline/parse-pipeline.js';
import { planStage } from '../../../core/pipeline/plan-stage.js';
import { rankNames } from '../../../core/pipeline/ranks.js';
import { goldenTest, readGolden } from '../../support/golden-cases.js';
import { someWorkspace } from '../../support/render-context.js';

const FILE = 'copilot/pipelines/release/manifest.yml';
const HEAD = `name: release
version: 1
source:
  provider: GitHub
  properties:
    repository: https://github.com/aws/phonetool
`;
const parse = (text: string, file = FILE) => parsePipeline({ text, file });
const pipelineOf = (...input: Parameters<typeof parse>) => {
  const parsed = parse(...input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.pipeline;
};
const stageOf = (text: string) => {
  const [stage] = pipelineOf(`${HEAD}stages:\n  - name: test\n${text}`).stages;
  if (!stage) throw new Error('no stage');
  return stage;
};
const messagesOf = (text: string) =>
  parse(text).issues.map(({ line, severity, message }) => `${line} ${severity} ${message}`);
const DEFAULTS = { application: 'phonetool', workloads: ['api', 'web'] };
const orderOf = (text: string) =>
  planStage(stageOf(text), DEFAULTS).map(({ runOrder, name }) => `${runOrder} ${name}`);

describe('the golden pipelines of Copilot', () => {
  goldenTest('pipeline', ({ id, pipeline }) => {
    const file = `copilot/pipelines/${pipeline}/manifest.yml`;
    const parsed = parse(readGolden(id, `workspace/${file}`) ?? '', file);
    expect(parsed).toMatchObject({ ok: true, pipeline: { name: pipeline }, issues: [] });
  });
});

test('a manifest has defaults', () => {
  expect(pipelineOf(`${HEAD}stages: [{name: test}]`)).toEqual({
    name: 'release',
    source: {
      kind: 'connection',
      provider: 'GitHub',
      owner: 'aws',
      repository: 'phonetool',
      branch: 'main',
      connectionName: undefined,
      connectionArn: undefined,
      outputArtifactFormat: undefined,
    },
    build: {
      image: 'aws/codebuild/amazonlinux2-x86_64-standard:5.0',
      environmentType: 'LINUX_CONTAINER',
      buildspec: 'copilot/pipelines/release/buildspec.yml',
      additionalPolicy: undefined,
    },
    stages: [
      {
        name: 'test',
        environment: 'test',
        requiresApproval: false,
        testCommands: [],
        deployments: undefined,
        preDeployments: [],
        postDeployments: [],
      },
    ],
  });
});

test('the legacy file has its buildspec beside it', () => {
  const { build } = pipelineOf(`${HEAD}stages: [{name: test}]`, 'copilot/pipeline.yml');
  expect(build.buildspec).toBe('copilot/buildspec.yml');
});

test("the rollback guide's form is read", () => {
  const text = `name: release
source:
  provider: GitHub
  properties: {repository: aws/phonetool, branch: release}
stages:
  - {name: canary, env: prod}
  - {env: test}
`;
  expect(pipelineOf(text)).toMatchObject({
    source: { owner: 'aws', repository: 'phonetool', branch: 'release' },
    stages: [
      { name: 'canary', environment: 'prod' },
      { name: 'test', environment: 'test' },
    ],
  });
});

test('what build says is read, functions in its policy included', () => {
  const text = `${HEAD}build:
  image: aws/codebuild/amazonlinux2-aarch64-standard:3.0
  buildspec: ci/build.yml
  additional_policy:
    PolicyDocument:
      Statement: [{Effect: Allow, Action: 's3:*', Resource: !Sub 'arn:\${AWS::Partition}:s3:::x'}]
stages: [{name: test}]
`;
  expect(pipelineOf(text).build).toEqual({
    image: 'aws/codebuild/amazonlinux2-aarch64-standard:3.0',
    environmentType: 'ARM_CONTAINER',
    buildspec: 'ci/build.yml',
    additionalPolicy: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 's3:*',
          Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::x' },
        },
      ],
    },
  });
});

test.each([
  [
    'GitHub',
    'https://github.com/aws/phonetool.git',
    {},
    { kind: 'connection', provider: 'GitHub', repository: 'phonetool' },
  ],
  ['GitHub', 'aws/phonetool/', { connection_name: 'mine' }, { connectionName: 'mine' }],
  [
    'GitHub',
    'aws/phonetool',
    { access_token_secret: 's' },
    { kind: 'github-token', tokenSecret: 's' },
  ],
  ['GitHubV1', 'aws/phonetool', { access_token_secret: 's' }, { kind: 'github-token' }],
  [
    'Bitbucket',
    'https://me@bitbucket.org/aws/phonetool',
    {},
    { kind: 'connection', provider: 'Bitbucket', owner: 'aws' },
  ],
  [
    'CodeCommit',
    'https://us-west-2.console.aws.amazon.com/codesuite/codecommit/repositories/aws-sample/browse',
    { output_artifact_format: 'CODEBUILD_CLONE_REF' },
    { kind: 'codecommit', repository: 'aws-sample', outputArtifactFormat: 'CODEBUILD_CLONE_REF' },
  ],
  [
    'CodeCommit',
    'https://git-codecommit.us-east-2.amazonaws.com/v1/repos/MyDemoRepo',
    {},
    { repository: 'MyDemoRepo' },
  ],
])('%s source %s with %j', (provider, repository, properties, source) => {
  const text = JSON.stringify({
    name: 'p',
    source: { provider, properties: { repository, ...properties } },
    stages: [{ name: 'test' }],
  });
  expect(pipelineOf(text).source).toMatchObject(source);
});

test.each([
  ['name: p\nstages: [{name: t}]', '1 error "source.provider" must be specified'],
  ['name: p\nsource: {provider: SVN}', '2 error invalid repo source provider: SVN'],
  ['name: p\nsource: {provider: GitHub}', '2 error missing `repository` in properties'],
  [
    'name: p\nsource:\n  provider: GitHub\n  properties:\n    repository: phonetool',
    '5 error unable to parse the repository from the URL phonetool',
  ],
  [
    'name: p\nsource: {provider: Bitbucket, properties: {repository: "https://github.com/a/b"}}',
    '2 error unable to parse the repository from the URL https://github.com/a/b',
  ],
  [
    'name: p\nsource: {provider: GitHubV1, properties: {repository: a/b}}',
    '2 error missing `access_token_secret` in properties',
  ],
  [HEAD, '1 error a pipeline release can not be created without a deployment stage'],
  [
    HEAD.replace('version: 1', 'version: 2'),
    '2 error pipeline manifest contains invalid schema version: 2',
  ],
  [
    HEAD.replace('release', 'x'.repeat(101)),
    `1 error pipeline name '${'x'.repeat(101)}' must be shorter than 100 characters`,
  ],
  [HEAD.replace('name: release\n', ''), '1 error "name" must be specified'],
  [`${HEAD}stages: test`, '7 error expected a list, found "test"'],
  [
    `${HEAD}stages:\n  - name: test\n    requires_approval: maybe`,
    '9 error expected true or false, found "maybe"',
  ],
  [`${HEAD}stages:\n  - requires_approval: true`, '8 error "name" must be specified'],
  [`${HEAD}stages:\n  - name: test\n  - name: test`, '9 error environment "test" has two stages'],
  [
    `${HEAD}stages:\n  - name: test\n    test_commands: [a]\n    post_deployments: {x: {buildspec: b}}`,
    '9 error must specify one, not both, of "post_deployments" and "test_commands"',
  ],
  [
    `${HEAD}stages:\n  - name: test\n    pre_deployments:\n      x:\n`,
    '10 error "buildspec" must be specified',
  ],
  [
    `${HEAD}stages:\n  - name: test\n    deployments:\n      a: {depends_on: [b]}`,
    "10 error dependency deployment named 'b' of 'a' does not exist",
  ],
  [
    `${HEAD}stages:\n  - name: test\n    pre_deployments:\n      a: {buildspec: x, depends_on: [b]}`,
    "10 error dependency action named 'b' of 'a' does not exist",
  ],
  [
    `${HEAD}stages:\n  - name: test\n    deployments:\n      a: {depends_on: [b]}\n      b: {depends_on: [c]}\n      c: {depends_on: [a]}`,
    '10 error find an ordering for deployments: graph contains a cycle: a -> c -> b -> a',
  ],
  ['- a', '1 error a pipeline manifest is a map'],
  ['a: [', '1 error cannot be read as YAML: unexpected end of the stream within a flow collection'],
])('%j is refused', (text, message) => {
  expect(messagesOf(text)).toContain(message);
  expect(parse(text).ok).toBe(false);
});

test('unknown keys have no effect and are told', () => {
  const text = `${HEAD}stages:\n  - name: test\n    require_aproval: true\n`;
  expect(parse(text)).toMatchObject({
    ok: true,
    issues: [
      {
        severity: 'warning',
        line: 9,
        field: 'stages[0].require_aproval',
        message: 'unknown key "require_aproval"',
      },
    ],
  });
});

test("the spelling of Copilot's own manual means an approval", () => {
  const parsed = parse(`${HEAD}stages:\n  - name: prod\n    require_approval: true\n`);
  expect(parsed).toMatchObject({
    ok: true,
    pipeline: { stages: [{ requiresApproval: true }] },
    issues: [{ severity: 'warning', line: 9 }],
  });
});

describe('the order within a stage', () => {
  test('everything in the workspace is deployed side by side by default', () => {
    expect(planStage(stageOf(''), DEFAULTS)).toEqual([
      {
        kind: 'deployment',
        name: 'CreateOrUpdate-api-test',
        target: 'api',
        stackName: 'phonetool-test-api',
        templatePath: 'infrastructure/api-test.stack.yml',
        templateConfig: 'infrastructure/api-test.params.json',
        runOrder: 1,
      },
      expect.objectContaining({ target: 'web', runOrder: 1 }),
    ]);
  });

  test('groups follow each other, and each has its own ranks', () => {
    expect(
      orderOf(`    requires_approval: true
    pre_deployments:
      second: {buildspec: b, depends_on: [first]}
      first: {buildspec: a}
    deployments:
      web: {depends_on: [api, db]}
      api: {depends_on: [db]}
      db:
      log:
    post_deployments:
      check: {buildspec: c}
      clean: {buildspec: d, depends_on: [check]}
`),
    ).toEqual([
      '1 ApprovePromotionTo-test',
      '2 first',
      '3 second',
      '5 CreateOrUpdate-api-test',
      '4 CreateOrUpdate-db-test',
      '4 CreateOrUpdate-log-test',
      '6 CreateOrUpdate-web-test',
      '7 check',
      '8 clean',
    ]);
  });

  test('tests come last', () => {
    expect(orderOf('    test_commands: [make test]\n')).toEqual([
      '1 CreateOrUpdate-api-test',
      '1 CreateOrUpdate-web-test',
      '2 TestCommands',
    ]);
  });

  test('a stage with nothing to deploy keeps its approval and its tests', () => {
    const stage = stageOf('    requires_approval: true\n    test_commands: [make test]\n');
    const actions = planStage(stage, { application: 'phonetool', workloads: [] });
    expect(actions.map(({ kind }) => kind)).toEqual(['approval', 'test-commands']);
  });

  test('a deployment keeps its own stack and files', () => {
    const [action] = planStage(
      stageOf(
        '    deployments: {deploy-env: {stack_name: s, template_path: t, template_config: c}}\n',
      ),
      DEFAULTS,
    );
    expect(action).toMatchObject({ stackName: 's', templatePath: 't', templateConfig: 'c' });
  });
});

describe('ranks', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const graphs = fc
    .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 12 })
    .map(
      (edges) =>
        new Map(
          names.map((name) => [name, edges.filter(([to]) => to === name).map(([, from]) => from)]),
        ),
    );

  test('a rank is above that of everything before, by exactly one of the highest', () => {
    fc.assert(
      fc.property(graphs, (dependsOn) => {
        const ranked = rankNames(dependsOn);
        fc.pre(ranked.ok);
        if (!ranked.ok) return;
        for (const [name, needs] of dependsOn)
          expect(ranked.ranks.get(name)).toBe(
            Math.max(-1, ...needs.map((other) => ranked.ranks.get(other) ?? 0)) + 1,
          );
      }),
    );
  });

  test('a cycle is a real way back to its start', () => {
    fc.assert(
      fc.property(graphs, (dependsOn) => {
        const ranked = rankNames(dependsOn);
        fc.pre(!ranked.ok);
        if (ranked.ok) return;
        const { cycle } = ranked;
        expect(cycle[0]).toBe(cycle.at(-1));
        for (const [i, name] of cycle.slice(1).entries())
          expect(dependsOn.get(name)).toContain(cycle[i]);
      }),
    );
  });

  test('long chains are ranked in no time', () => {
    const chain = Array.from({ length: 1000 }, (_, i): [string, string[]] => [
      `n${i}`,
      i > 0 ? [`n${i - 1}`] : [],
    ]);
    const ranked = rankNames(new Map(chain));
    expect(ranked.ok && ranked.ranks.get('n999')).toBe(999);
  });
});

test('whatever a manifest says, it ends in a pipeline or in issues', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (stages, source) => {
      const parsed = parse(JSON.stringify({ name: 'p', stages, source }));
      expect(parsed.ok || parsed.issues.length > 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('an unknown key is an error where that is asked for', () => {
  const text = `${HEAD}stages: [{ name: test, approval: true }]\n`;
  expect(parse(text)).toMatchObject({ ok: true, issues: [{ severity: 'warning', line: 7 }] });
  expect(parsePipeline({ text, file: FILE }, true)).toMatchObject({
    ok: false,
    issues: [{ severity: 'error', line: 7 }],
  });
});

test('what is no map is refused at its place', () => {
  expect(parse('# a pipeline\n- name: release\n').issues).toMatchObject([{ line: 2, column: 1 }]);
  expect(parse('name: [').issues).toMatchObject([
    { message: expect.stringContaining('cannot be read as YAML: '), hint: expect.any(String) },
  ]);
});

test('names that the workspace does not know are doubted', () => {
  const text = `${HEAD}stages:
  - name: tset
  - name: prod
    env: test
    deployments:
      api:
      wbe: { depends_on: [api] }
      bucket: { template_path: infrastructure/bucket.yml }
`;
  const source = { name: 'release', file: FILE, text };
  const named = (name: string) => ({ name, file: '', text: '' });
  const workspace = {
    ...someWorkspace(),
    environments: [named('test')],
    workloads: ['api', 'web'].map((name) => ({ ...named(name), type: 'Backend Service' as const })),
  };
  const issues = findPipelineDoubts(pipelineOf(text), source, workspace);
  expect(issues.map(formatIssue)).toEqual([
    `${FILE}:8:5  warning  stages[0]: environment "tset" is not in the workspace (did you mean "test"?)`,
    `${FILE}:13:7  warning  stages[1].deployments.wbe: deployment "wbe" is not in the workspace (did you mean "web"?)`,
  ]);
});
