import { findNameProblem } from '../../core/storage/storage-names.js';
import {
  ENGINES,
  LIFECYCLES,
  type Lifecycle,
  STORAGE_TYPES,
  type StorageRequest,
  type StorageType,
} from '../../core/storage/storage-request.js';
import type { WorkloadSource } from '../../core/workspace/workspace.js';
import type { Asker, Choice } from '../asker.js';
import type { WorkspaceDirectory } from '../workspace-directory.js';
import { askCluster } from './ask-cluster.js';
import { askTable } from './ask-table.js';
import { checkVpcConnection } from './check-vpc-connection.js';
import { invalid, type StorageFlags } from './storage-flags.js';

const TYPES: readonly Choice<StorageType>[] = [
  { value: 'DynamoDB', hint: 'NoSQL' },
  { value: 'S3', hint: 'objects' },
  { value: 'Aurora', label: 'Aurora Serverless', hint: 'SQL' },
];
const KINDS: { readonly [type in StorageType]: string } = {
  DynamoDB: 'DynamoDB table',
  S3: 'S3 bucket',
  Aurora: 'database cluster',
};
/** A choice that no workload can be called. */
const ELSEWHERE = '(another workload)';

/** Gathers the request from flags, and asks for the rest in Copilot's order: type, workload, name, lifecycle, details. */
export async function askStorage(
  flags: StorageFlags,
  directory: WorkspaceDirectory,
  asker: Asker,
): Promise<StorageRequest> {
  if (flags.addIngressFrom !== undefined) return readGrant(flags, flags.addIngressFrom, directory);
  const type = await askType(flags, directory, asker);
  const workload = await askWorkload(flags, directory, asker);
  const source = findWorkload(directory, workload);
  checkVpcConnection(type, source);
  const name = await askName(flags, type, workload, asker);
  const lifecycle = await askLifecycle(flags, directory, name, workload, asker);
  checkLifecycle(lifecycle, directory, workload, source);
  const environments = directory.workspace.environments.map((environment) => environment.name);
  const storage =
    type === 'DynamoDB'
      ? await askTable(flags, asker)
      : type === 'Aurora'
        ? await askCluster(flags, environments, asker)
        : ({ type } as const);
  return { kind: 'create', name, workload, workloadType: source?.type, lifecycle, storage };
}

function readGrant(
  flags: StorageFlags,
  from: string,
  directory: WorkspaceDirectory,
): StorageRequest {
  const { name = '' } = flags;
  const type = checkType(flags.storageType ?? '');
  checkName(type, name);
  const source = findWorkload(directory, from);
  checkVpcConnection(type, source);
  const engine = ENGINES.find((known) => known === (flags.engine ?? 'MySQL'));
  if (engine === undefined) throw invalidEngine(flags.engine);
  const storage = type === 'Aurora' ? { type, engine } : { type };
  return { kind: 'grant', name, workload: from, workloadType: source?.type, storage };
}

async function askType(
  flags: StorageFlags,
  directory: WorkspaceDirectory,
  asker: Asker,
): Promise<StorageType> {
  const { storageType, workload } = flags;
  const type =
    storageType === undefined
      ? await asker.select({
          flag: '--storage-type',
          message: `What type of storage would you like to ${workload ? `associate with ${workload}` : 'create'}?`,
          choices: TYPES,
        })
      : checkType(storageType);
  if (workload !== undefined) checkVpcConnection(type, findWorkload(directory, workload));
  return type;
}

function checkType(text: string): StorageType {
  const type = STORAGE_TYPES.find((known) => known === text);
  if (type) return type;
  throw invalid(`invalid storage type ${text}: must be one of "DynamoDB", "S3", "Aurora"`);
}

async function askWorkload(
  { workload, lifecycle }: StorageFlags,
  { workspace }: WorkspaceDirectory,
  asker: Asker,
): Promise<string> {
  if (workload !== undefined) return workload;
  const question = { flag: '--workload', message: 'Which workload needs access to the storage?' };
  const local = workspace.workloads.map(({ name, type }) => ({ value: name, hint: type }));
  // Only storage of an environment can be for a workload that is managed in another workspace.
  const choices =
    lifecycle === 'workload'
      ? local
      : [...local, { value: ELSEWHERE, hint: 'in another workspace' }];
  if (choices.length === 0)
    throw invalid('there is no workload in the workspace', 'add copilot/<name>/manifest.yml');
  const chosen = await asker.select({ ...question, choices });
  if (chosen !== ELSEWHERE) return chosen;
  return asker.text({
    flag: '--workload',
    message: 'What is the name of that workload?',
    findProblem: (answer) =>
      /^[a-z][a-z0-9-]+$/.test(answer) ? undefined : 'value must be the name of a workload',
  });
}

async function askName(
  flags: StorageFlags,
  type: StorageType,
  workload: string,
  asker: Asker,
): Promise<string> {
  if (flags.name !== undefined) return checkName(type, flags.name);
  return asker.text({
    flag: '--name',
    message: `What would you like to name this ${KINDS[type]}?`,
    findProblem: (answer) => findNameProblem(type, answer),
    ...(type === 'Aurora' ? { byDefault: `${workload}-cluster` } : {}),
  });
}

function checkName(type: StorageType, name: string): string {
  const problem = findNameProblem(type, name);
  if (problem === undefined) return name;
  throw invalid(`validate storage name: ${problem}`, `correct --name ${name}`);
}

async function askLifecycle(
  { lifecycle }: StorageFlags,
  { workspace }: WorkspaceDirectory,
  name: string,
  workload: string,
  asker: Asker,
): Promise<Lifecycle> {
  if (lifecycle !== undefined) {
    const known = LIFECYCLES.find((one) => one === lifecycle);
    if (known) return known;
    throw invalid('invalid lifecycle; must be one of "workload" or "environment"');
  }
  if (workspace.files.has(`copilot/${workload}/addons/${name}.yml`)) return 'workload';
  if (workspace.files.has(`copilot/environments/addons/${name}.yml`)) return 'environment';
  return asker.select({
    flag: '--lifecycle',
    message: `Do you want the storage to be created and deleted with the ${workload} service?`,
    choices: [
      {
        value: 'workload',
        label: `Yes, the storage should be created and deleted at the same time as ${workload}`,
      },
      {
        value: 'environment',
        label: 'No, the storage should be created and deleted at the environment level',
      },
    ],
  });
}

function checkLifecycle(
  lifecycle: Lifecycle,
  directory: WorkspaceDirectory,
  workload: string,
  source: WorkloadSource | undefined,
): void {
  if (lifecycle === 'environment' && !directory.hasEnvironments)
    throw invalid(
      'environments are not managed in the workspace',
      'run the command in the workspace where environments are managed, or make the folder copilot/environments',
    );
  if (lifecycle === 'workload' && source === undefined)
    throw invalid(
      `workload ${workload} not found in the workspace`,
      `run the command in the workspace where ${workload} is`,
    );
}

function findWorkload({ workspace }: WorkspaceDirectory, name: string): WorkloadSource | undefined {
  return workspace.workloads.find((workload) => workload.name === name);
}

function invalidEngine(engine: string | undefined) {
  return invalid(`invalid engine type ${engine}: must be one of "MySQL", "PostgreSQL"`);
}
