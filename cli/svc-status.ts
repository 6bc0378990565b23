import { Command } from 'commander';
import type { WorkloadDocument } from '../functions/support/status/describe-workload.js';
import { type ApiClient, ask, connectApi } from './api-client.js';
import { findApplication } from './delete/deletion-flags.js';
import { formatWorkload } from './format-workload.js';
import { parseName, parseWorkloadName } from './parse-place.js';

type Flags = {
  readonly name: string;
  readonly env: string;
  readonly app?: string;
  readonly json?: true;
  readonly api?: string;
};

/** `autoland svc status` and `autoland job status`. */
export function workloadStatusCommand(what: 'service' | 'job'): Command {
  return new Command('status')
    .description(`tell how a ${what} stands: what serves, alarms, last releases, the last rollback`)
    .requiredOption('-n, --name <name>', `the ${what}`, parseWorkloadName)
    .requiredOption('-e, --env <name>', 'environment', parseName)
    .option('-a, --app <name>', "application; the workspace's where it is left out", parseName)
    .option('--json', 'as JSON')
    .option('--api <url>', 'address of the API (or AUTOLAND_API)')
    .action(async (flags: Flags) => {
      const application = await findApplication(flags.app, '--app');
      console.log(await showWorkload(connectApi(flags), { ...flags, application }));
    });
}

async function showWorkload(
  client: ApiClient,
  { application, env, name, json }: Omit<Flags, 'app' | 'api'> & { readonly application: string },
): Promise<string> {
  const parts = ['applications', application, 'environments', env, 'workloads', name];
  const path = `/v1/${parts.map(encodeURIComponent).join('/')}`;
  const document = await ask<WorkloadDocument>(client, { method: 'GET', path });
  return json ? JSON.stringify(document, null, 2) : formatWorkload(document);
}
