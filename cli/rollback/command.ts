import { randomUUID } from 'node:crypto';
import { Command, Option } from 'commander';
import { connectApi } from '../api-client.js';
import { findApplication } from '../delete/deletion-flags.js';
import { findAsker } from '../find-asker.js';
import { parseName, parseWorkloadName } from '../parse-place.js';
import { runRollback } from './run-rollback.js';

type Flags = {
  readonly env: string;
  readonly app?: string;
  readonly name?: string;
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly newStacks?: 'remove' | 'leave';
  readonly addons?: true;
  readonly force?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
  readonly api?: string;
};

const POLL_MS = 2000;

/** `autoland rollback`: a whole release goes back. */
export function rollbackCommand(): Command {
  return addFlags(
    new Command('rollback').description('go back to an earlier good release of an environment'),
  )
    .addOption(
      new Option('--new-stacks <what>', 'workloads that came after the release').choices([
        'remove',
        'leave',
      ]),
    )
    .option('--addons', 'environment addons go back too; they hold data, and stay otherwise');
}

/** `autoland svc rollback` and `autoland job rollback`: one workload goes back. */
export function workloadRollbackCommand(what: 'service' | 'job'): Command {
  return addFlags(
    new Command('rollback')
      .description(`go back to an earlier good version of a ${what}`)
      .requiredOption('-n, --name <name>', `the ${what}`, parseWorkloadName),
  );
}

function addFlags(command: Command): Command {
  return command
    .requiredOption('-e, --env <name>', 'environment', parseName)
    .option('-a, --app <name>', "application; the workspace's where it is left out", parseName)
    .option('--to <release>', 'release or deployment to go back to; the one before by default')
    .option('--from <release>', 'what is in place; refused when it is something else by now')
    .option('--reason <text>', 'why; it is told in the timeline, and when the release comes again')
    .option('--force', 'also to a release that was rolled back itself')
    .option('--dry-run', 'only tell what would go back')
    .option('--yes', 'do not ask')
    .option('--json', 'as JSON: the plan with --dry-run, the rollback otherwise')
    .option('--api <url>', 'address of the API (or AUTOLAND_API)')
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const application = await findApplication(flags.app, '--app');
  process.exitCode = await runRollback(
    {
      body: {
        application,
        environment: flags.env,
        ...(flags.name ? { workload: flags.name } : {}),
        ...(flags.from ? { from: flags.from } : {}),
        ...(flags.to ? { to: flags.to } : {}),
        ...(flags.reason ? { reason: flags.reason } : {}),
        ...(flags.newStacks ? { newStacks: flags.newStacks } : {}),
        ...(flags.addons ? { rollBackAddons: true } : {}),
        ...(flags.force ? { force: true } : {}),
      },
      idempotencyKey: randomUUID(),
      dryRun: flags.dryRun ?? false,
      yes: flags.yes ?? false,
      json: flags.json ?? false,
    },
    {
      client: connectApi(flags),
      asker: await findAsker(),
      print: (line) => console.log(line),
      pollMs: POLL_MS,
    },
  );
}
