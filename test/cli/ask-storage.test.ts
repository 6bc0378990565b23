import type { Asker } from '../../cli/asker.js';
import { NOBODY } from '../../cli/asker.js';
import { askStorage } from '../../cli/storage/ask-storage.js';
import { checkFlags, type StorageFlags } from '../../cli/storage/storage-flags.js';
import type { WorkspaceDirectory } from '../../cli/workspace-directory.js';
import { readWorkspace } from '../../core/workspace/read-workspace.js';

const MANIFESTS = {
  'copilot/.workspace': 'application: demo',
  'copilot/api/manifest.yml': 'name: api\ntype: Load Balanced Web Service',
  'copilot/runner/manifest.yml': 'name: runner\ntype: Request-Driven Web Service',
  'copilot/private/manifest.yml':
    'name: private\ntype: Request-Driven Web Service\nnetwork: {vpc: {placement: private}}',
  'copilot/environments/test/manifest.yml': 'name: test\ntype: Environment',
};

function aDirectory(files: { readonly [path: string]: string } = MANIFESTS): WorkspaceDirectory {
  const encoder = new TextEncoder();
  const bytes = Object.entries(files).map(([path, text]) => [path, encoder.encode(text)] as const);
  const hasEnvironments = Object.keys(files).some((path) =>
    path.startsWith('copilot/environments'),
  );
  return { root: '/', workspace: readWorkspace(new Map(bytes)).workspace, hasEnvironments };
}
const flags = (given: Partial<StorageFlags> = {}): StorageFlags => ({
  workspace: '.',
  lsi: [],
  ...given,
});

/** Answers from a list, in order; `asked` are the flags that would have answered. */
function anAsker(...answers: readonly (string | boolean)[]): { asker: Asker; asked: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  const next = (flag: string) => {
    asked.push(flag);
    return left.shift();
  };
  const asker: Asker = {
    async select({ flag, choices }) {
      const answer = next(flag);
      const chosen = choices.find(({ value }) => value === answer);
      if (!chosen) throw new Error(`${flag}: ${answer} is none of ${choices.map((c) => c.value)}`);
      return chosen.value;
    },
    async text({ flag, byDefault, findProblem }) {
      const answer = String(next(flag) || byDefault);
      const problem = findProblem(answer);
      if (problem) throw new Error(`${flag}: ${problem}`);
      return answer;
    },
    async confirm({ flag }) {
      return next(flag) === true;
    },
  };
  return { asker, asked };
}

const ask = (given: Partial<StorageFlags>, asker: Asker = NOBODY, directory = aDirectory()) => {
  const all = flags(given);
  return (async () => {
    checkFlags(all, directory);
    return askStorage(all, directory, asker);
  })();
};

test('a table is asked for in order', async () => {
  const { asker, asked } = anAsker(
    'DynamoDB',
    'api',
    'movies',
    'environment',
    'id',
    'S',
    true,
    'year',
    'N',
    true,
    'score',
    'B',
    false,
  );
  expect(await ask({}, asker)).toEqual({
    kind: 'create',
    name: 'movies',
    workload: 'api',
    workloadType: 'Load Balanced Web Service',
    lifecycle: 'environment',
    storage: {
      type: 'DynamoDB',
      partitionKey: { name: 'id', type: 'S' },
      sortKey: { name: 'year', type: 'N' },
      alternateSortKeys: [{ name: 'score', type: 'B' }],
    },
  });
  expect(asked).toEqual([
    '--storage-type',
    '--workload',
    '--name',
    '--lifecycle',
    '--partition-key',
    '--partition-key',
    '--sort-key or --no-sort',
    '--sort-key',
    '--sort-key',
    '--lsi or --no-lsi',
    '--lsi',
    '--lsi',
    '--lsi or --no-lsi',
  ]);
});

test('a cluster is asked for in order, with a name at hand', async () => {
  const { asker, asked } = anAsker('Aurora', 'api', '', 'workload', 'PostgreSQL', 'main');
  expect(await ask({}, asker)).toMatchObject({
    name: 'api-cluster',
    storage: {
      type: 'Aurora',
      engine: 'PostgreSQL',
      initialDatabase: 'main',
      environments: ['test'],
    },
  });
  expect(asked).toEqual([
    '--storage-type',
    '--workload',
    '--name',
    '--lifecycle',
    '--engine',
    '--initial-db',
  ]);
});

test('a bucket needs no more than the common answers', async () => {
  const { asker, asked } = anAsker('S3', 'api', 'photos', 'workload');
  expect(await ask({}, asker)).toMatchObject({ name: 'photos', storage: { type: 'S3' } });
  expect(asked).toHaveLength(4);
});

test('more than five alternate sort keys are not asked for', async () => {
  const keys = ['one', 'two', 'three', 'four', 'five'].flatMap((name) => [true, name, 'S']);
  const { asker, asked } = anAsker(...keys);
  const given = {
    name: 'movies',
    storageType: 'DynamoDB',
    workload: 'api',
    lifecycle: 'workload',
    partitionKey: 'id:S',
    sortKey: 'at:N',
  };
  expect(await ask(given, asker)).toMatchObject({ storage: { alternateSortKeys: { length: 5 } } });
  expect(asked).toHaveLength(15);
});

test('only storage of the environment can be for a workload of another workspace', async () => {
  const elsewhere = anAsker('(another workload)', 'orders');
  expect(
    await ask({ name: 'photos', storageType: 'S3', lifecycle: 'environment' }, elsewhere.asker),
  ).toMatchObject({
    workload: 'orders',
    workloadType: undefined,
  });
  const local = anAsker('(another workload)');
  await expect(
    ask({ name: 'photos', storageType: 'S3', lifecycle: 'workload' }, local.asker),
  ).rejects.toThrow('is none of api,private,runner');
});

test.each([
  ['copilot/api/addons/photos.yml', 'workload'],
  ['copilot/environments/addons/photos.yml', 'environment'],
])('with %s there the lifecycle is that of the %s', async (path, lifecycle) => {
  const directory = aDirectory({ ...MANIFESTS, [path]: 'Resources: {}' });
  const given = { name: 'photos', storageType: 'S3', workload: 'api' };
  expect(await ask(given, NOBODY, directory)).toMatchObject({ lifecycle });
});

test('flags alone are enough', async () => {
  const given = {
    name: 'movies',
    storageType: 'DynamoDB',
    workload: 'api',
    lifecycle: 'workload',
    partitionKey: 'Email:s',
    sortKey: 'UserId:N',
    lsi: ['Score:B'],
  };
  expect(await ask(given)).toMatchObject({
    storage: {
      partitionKey: { name: 'Email', type: 'S' },
      sortKey: { name: 'UserId', type: 'N' },
      alternateSortKeys: [{ name: 'Score', type: 'B' }],
    },
  });
});

test('one more workload is let in without a question', async () => {
  expect(await ask({ name: 'db', storageType: 'Aurora', addIngressFrom: 'private' })).toEqual({
    kind: 'grant',
    name: 'db',
    workload: 'private',
    workloadType: 'Request-Driven Web Service',
    storage: { type: 'Aurora', engine: 'MySQL' },
  });
});

const TABLE = { name: 'movies', storageType: 'DynamoDB', workload: 'api', lifecycle: 'workload' };
const BUCKET = { name: 'photos', storageType: 'S3', workload: 'api', lifecycle: 'workload' };
const CLUSTER = { ...BUCKET, name: 'db', storageType: 'Aurora' };
const GRANT = { name: 'photos', storageType: 'S3', addIngressFrom: 'api' };
test.each<[Partial<StorageFlags>, string]>([
  [{}, '--storage-type is missing, and there is no terminal to ask for it'],
  [{ storageType: 'S3' }, '--workload is missing'],
  [{ storageType: 'S3', workload: 'api' }, '--name is missing'],
  [{ name: 'photos', storageType: 'S3', workload: 'api' }, '--lifecycle is missing'],
  [TABLE, '--partition-key is missing'],
  [{ ...TABLE, partitionKey: 'id:S' }, '--sort-key or --no-sort is missing'],
  [{ ...TABLE, partitionKey: 'id:S', sortKey: 'at:N' }, '--lsi or --no-lsi is missing'],
  [CLUSTER, '--engine is missing'],
  [{ ...CLUSTER, engine: 'MySQL' }, '--initial-db is missing'],
  [
    { storageType: 'Redis' },
    'invalid storage type Redis: must be one of "DynamoDB", "S3", "Aurora"',
  ],
  [
    { ...BUCKET, name: 'My Bucket' },
    'validate storage name: value must contain only lowercase alphanumeric characters and .-',
  ],
  [
    { ...BUCKET, lifecycle: 'app' },
    'invalid lifecycle; must be one of "workload" or "environment"',
  ],
  [{ ...BUCKET, workload: 'orders' }, 'workload orders not found in the workspace'],
  [
    { ...TABLE, partitionKey: 'id' },
    'validate partition key: value must be of the form <name>:<T> where T is one of S, N, or B',
  ],
  [
    { ...TABLE, partitionKey: 'id:S', sortKey: 'id:S', noLsi: true },
    'the attribute "id" cannot be two keys of a table',
  ],
  [
    { ...TABLE, partitionKey: 'id:S', sortKey: 'at:N', lsi: ['ab:S'] },
    'validate alternate sort key "ab": value must be between 3 and 255 characters in length',
  ],
  [
    { ...TABLE, partitionKey: 'id:S', sortKey: 'at:N', lsi: Array(6).fill('score:S') },
    'number of specified LSI sort keys must be 5 or less',
  ],
  [
    { ...TABLE, noSort: true, lsi: ['score:S'] },
    'cannot specify --no-sort and --lsi options at once',
  ],
  [
    { ...TABLE, noLsi: true, lsi: ['score:S'] },
    'cannot specify --no-lsi and --lsi options at once',
  ],
  [
    { ...TABLE, noSort: true, sortKey: 'at:N' },
    'cannot specify --no-sort and --sort-key options at once',
  ],
  [
    { ...CLUSTER, engine: 'Oracle' },
    'invalid engine type Oracle: must be one of "MySQL", "PostgreSQL"',
  ],
  [{ ...CLUSTER, engine: 'MySQL', initialDb: '1db' }, 'invalid database name 1db'],
  [{ ...CLUSTER, serverlessVersion: 'v1' }, 'Aurora Serverless v1 can no longer be made'],
  [{ ...CLUSTER, serverlessVersion: 'v3' }, 'invalid Aurora Serverless version v3: must be "v2"'],
  [
    { ...CLUSTER, workload: 'runner' },
    'invalid storage type Aurora: Request-Driven Web Service requires a VPC connection',
  ],
  [{ ...GRANT, workload: 'api' }, '--workload cannot be specified with --add-ingress-from'],
  [
    { ...GRANT, partitionKey: 'id:S' },
    '--partition-key cannot be specified with --add-ingress-from',
  ],
  [{ ...GRANT, lsi: ['score:S'] }, '--lsi cannot be specified with --add-ingress-from'],
  [{ ...GRANT, initialDb: 'main' }, '--initial-db cannot be specified with --add-ingress-from'],
  [
    { ...GRANT, lifecycle: 'workload' },
    '--lifecycle cannot be workload when --add-ingress-from is used',
  ],
  [
    { addIngressFrom: 'api', storageType: 'S3' },
    '--name is required when --add-ingress-from is used',
  ],
  [
    { addIngressFrom: 'api', name: 'photos' },
    '--storage-type is required when --add-ingress-from is used',
  ],
  [{ ...GRANT, addIngressFrom: 'orders' }, 'workload orders not found in the workspace'],
  [{ ...GRANT, storageType: 'Aurora', engine: 'Oracle' }, 'invalid engine type Oracle'],
])('%j is refused: %s', async (given, message) => {
  await expect(ask(given)).rejects.toMatchObject({
    name: 'InputInvalid',
    message: expect.stringContaining(message),
  });
});

test('a table without a sort key has no alternate ones', async () => {
  const { asker } = anAsker(false);
  await expect(ask({ ...TABLE, partitionKey: 'id:S', lsi: ['score:S'] }, asker)).rejects.toThrow(
    'an alternate sort key needs a sort key',
  );
});

test('storage of the environment needs environments in the workspace', async () => {
  const { 'copilot/environments/test/manifest.yml': _, ...files } = MANIFESTS;
  await expect(
    ask({ ...BUCKET, lifecycle: 'environment' }, NOBODY, aDirectory(files)),
  ).rejects.toThrow('environments are not managed in the workspace');
});

test('a workspace needs an application', async () => {
  const { 'copilot/.workspace': _, ...files } = MANIFESTS;
  await expect(ask(BUCKET, NOBODY, aDirectory(files))).rejects.toThrow(
    'could not find an application attached to this workspace',
  );
});
