import { Command, Option } from 'commander';
import { describeDifferences, describeNextSteps } from '../core/storage/next-steps.js';
import { renderStorageFiles } from '../core/storage/storage-files.js';
import type { Asker } from './asker.js';
import { findAsker } from './find-asker.js';
import { askStorage } from './storage/ask-storage.js';
import { checkFlags, type StorageFlags } from './storage/storage-flags.js';
import { writeFiles } from './storage/write-files.js';
import { openWorkspace } from './workspace-directory.js';

const KEY = '<name:type>';

/** `autoland storage`: storage as addons, written for you. */
export function storageCommand(): Command {
  const init = new Command('init')
    .description('write the CloudFormation template of a storage, with access for a workload')
    .option('--workspace <folder>', 'folder that holds copilot/, or one below it', '.')
    .option('-n, --name <name>', 'name of the storage')
    .option('-t, --storage-type <type>', 'DynamoDB, S3 or Aurora')
    .option('-w, --workload <name>', 'the service or job that uses it')
    .option(
      '-l, --lifecycle <level>',
      'whether it is made and deleted with the "workload" or with the "environment"',
    )
    .option(
      '--add-ingress-from <workload>',
      'let one more workload use a storage of the environment; with --name, --storage-type and, for Aurora, --engine',
    )
    .optionsGroup('DynamoDB:')
    .option(
      `--partition-key ${KEY}`,
      'partition key; the type is S (text), N (number) or B (bytes)',
    )
    .option(`--sort-key ${KEY}`, 'sort key')
    .addOption(flagNamed('--no-sort', 'no sort key'))
    .option(
      `--lsi ${KEY}`,
      'alternate sort key; up to 5 times',
      (key: string, before: readonly string[] = []) => [...before, key],
    )
    .addOption(flagNamed('--no-lsi', 'no alternate sort keys'))
    .optionsGroup('Aurora Serverless:')
    .option('--serverless-version <version>', 'v2, the only one that AWS still has')
    .option('--engine <engine>', 'MySQL or PostgreSQL')
    .option('--initial-db <name>', 'name of the first database')
    .option('--parameter-group <name>', 'an existing parameter group for the cluster')
    .action(async (flags: StorageFlags) => {
      await initStorage({ ...flags, lsi: flags.lsi ?? [] }, await findAsker());
    });
  return new Command('storage')
    .description('storage for workloads and environments')
    .addCommand(init);
}

/** A flag of its own: commander would take `--no-lsi` as the opposite of `--lsi`, and hide that both were given. */
function flagNamed(flag: string, description: string): Option {
  const option = new Option(flag, description);
  option.negate = false;
  return option;
}

async function initStorage(flags: StorageFlags, asker: Asker): Promise<void> {
  const directory = await openWorkspace(flags.workspace);
  checkFlags(flags, directory);
  const request = await askStorage(flags, directory, asker);
  const { told, written } = await writeFiles(directory.root, renderStorageFiles(request));
  for (const line of told) console.log(line);
  const differences = written > 0 ? describeDifferences(request) : [];
  printList('Safer than the files that AWS Copilot wrote:', differences);
  printList('Next:', describeNextSteps(request));
}

function printList(title: string, items: readonly string[]): void {
  if (items.length === 0) return;
  console.log(`\n${title}`);
  for (const item of items) console.log(`- ${item.replaceAll('\n', '\n  ')}`);
}
