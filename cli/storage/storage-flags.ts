import { AutolandError } from '../../core/errors.js';
import type { WorkspaceDirectory } from '../workspace-directory.js';

/** Flags of `autoland storage init` as commander reads them. */
export type StorageFlags = {
  readonly workspace: string;
  readonly name?: string;
  readonly storageType?: string;
  readonly workload?: string;
  readonly lifecycle?: string;
  readonly addIngressFrom?: string;
  readonly partitionKey?: string;
  readonly sortKey?: string;
  readonly noSort?: true;
  readonly lsi: readonly string[];
  readonly noLsi?: true;
  readonly serverlessVersion?: string;
  readonly engine?: string;
  readonly initialDb?: string;
  readonly parameterGroup?: string;
};

export function invalid(message: string, ...instructions: readonly string[]): AutolandError {
  return new AutolandError('InputInvalid', message, { instructions });
}

/** What can be said of the flags before anything is asked. The words are Copilot's. */
export function checkFlags(flags: StorageFlags, { workspace }: WorkspaceDirectory): void {
  if (workspace.application === undefined)
    throw invalid(
      'could not find an application attached to this workspace',
      'write its name into copilot/.workspace, as "application: <name>"',
    );
  if (flags.addIngressFrom !== undefined) checkIngressFlags(flags, flags.addIngressFrom, workspace);
  if (flags.noLsi && flags.lsi.length > 0)
    throw invalid('validate LSI configuration: cannot specify --no-lsi and --lsi options at once');
  if (flags.noSort && flags.lsi.length > 0)
    throw invalid('validate LSI configuration: cannot specify --no-sort and --lsi options at once');
  if (flags.noSort && flags.sortKey !== undefined)
    throw invalid('validate sort key: cannot specify --no-sort and --sort-key options at once');
  checkServerlessVersion(flags.serverlessVersion);
}

function checkIngressFlags(
  flags: StorageFlags,
  from: string,
  workspace: WorkspaceDirectory['workspace'],
): void {
  const forbidden = {
    '--workload': flags.workload,
    '--partition-key': flags.partitionKey,
    '--sort-key': flags.sortKey,
    '--no-sort': flags.noSort,
    '--lsi': flags.lsi[0],
    '--no-lsi': flags.noLsi,
    '--serverless-version': flags.serverlessVersion,
    '--initial-db': flags.initialDb,
    '--parameter-group': flags.parameterGroup,
  };
  const given = Object.entries(forbidden).find(([, value]) => value !== undefined);
  if (given) throw invalid(`${given[0]} cannot be specified with --add-ingress-from`);
  if (flags.lifecycle === 'workload')
    throw invalid('--lifecycle cannot be workload when --add-ingress-from is used');
  if (flags.name === undefined) throw invalid('--name is required when --add-ingress-from is used');
  if (flags.storageType === undefined)
    throw invalid('--storage-type is required when --add-ingress-from is used');
  if (!workspace.workloads.some(({ name }) => name === from))
    throw invalid(
      `workload ${from} not found in the workspace`,
      `run the command in the workspace where ${from} is`,
    );
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless.html */
function checkServerlessVersion(version: string | undefined): void {
  if (version === 'v1')
    throw invalid(
      'Aurora Serverless v1 can no longer be made: AWS ended it on 31 March 2025',
      'leave out --serverless-version',
    );
  if (version !== undefined && version !== 'v2')
    throw invalid(`invalid Aurora Serverless version ${version}: must be "v2"`);
}
