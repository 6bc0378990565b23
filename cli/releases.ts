import { Command } from 'commander';
import colour from 'picocolors';
import type { ListedRelease } from '../functions/support/rollbacks/list-releases.js';
import { type ApiClient, ask, connectApi } from './api-client.js';
import { findApplication } from './delete/deletion-flags.js';
import { parseName, parseWorkloadName } from './parse-place.js';
import { formatTime } from './rollback/format-time.js';

type Flags = {
  readonly env: string;
  readonly name?: string;
  readonly app?: string;
  readonly json?: true;
  readonly api?: string;
};

type Listed = { readonly releases: readonly ListedRelease[] };

/** `autoland releases`: what went into an environment, and what can be gone back to. */
export function releasesCommand(): Command {
  return new Command('releases')
    .description('list the releases of an environment, and which of them can be gone back to')
    .requiredOption('-e, --env <name>', 'environment', parseName)
    .option(
      '-n, --name <name>',
      'what can be gone back to with this service or job alone',
      parseWorkloadName,
    )
    .option('-a, --app <name>', "application; the workspace's where it is left out", parseName)
    .option('--json', 'as JSON')
    .option('--api <url>', 'address of the API (or AUTOLAND_API)')
    .action(async (flags: Flags) => {
      const application = await findApplication(flags.app, '--app');
      console.log(await showReleases(connectApi(flags), { ...flags, application }));
    });
}

export async function showReleases(
  client: ApiClient,
  {
    application,
    env,
    name,
    json,
  }: Pick<Flags, 'env' | 'name' | 'json'> & { readonly application: string },
): Promise<string> {
  const path = `/v1/applications/${encodeURIComponent(application)}/environments/${encodeURIComponent(env)}/releases`;
  const query = name ? `?workload=${encodeURIComponent(name)}` : '';
  const listed = await ask<Listed>(client, { method: 'GET', path: `${path}${query}` });
  return json
    ? JSON.stringify(listed, null, 2)
    : formatReleases(listed.releases, `${name ? `${name} in ` : ''}${application}/${env}`);
}

function formatReleases(releases: readonly ListedRelease[], place: string): string {
  if (releases.length === 0) return `${place} has no release yet`;
  return releases.map(formatRelease).join('\n');
}

function formatRelease(one: ListedRelease): string {
  const { release, deployment, at, commit, verdict, isInPlace, canGoBack, reasons } = one;
  const way = isInPlace
    ? colour.bold('in place')
    : canGoBack
      ? colour.green('can go back')
      : reasons.join('; ');
  const columns = [release, formatTime(at), (commit ?? '-').slice(0, 12).padEnd(12)];
  return [...columns, verdict.padEnd(12), deployment, way].join('  ');
}
