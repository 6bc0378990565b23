import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { canonicalJson, sha256 } from '../../core/release/content-hash.js';
import { connectApi } from '../api-client.js';
import { type CiBuild, findCiBuild } from './ci-environment.js';
import { deploy } from './deploy.js';
import { addRequestFlags, type RequestFlags, toRequestBody } from './request-flags.js';

type Flags = RequestFlags & {
  readonly wait?: true;
  readonly json?: true;
  readonly api?: string;
  readonly idempotencyKey?: string;
};

const POLL_MS = 2000;

/** `autoland deploy`: asks the API for a deployment of the workspace here. */
export function deployCommand(): Command {
  return addRequestFlags(new Command('deploy').description('deploy a workspace through the API'))
    .option('--wait', 'follow it until its verdict; the exit code tells which')
    .option('--json', 'as JSON: the answer of the API, or with --wait the deployment')
    .option(
      '--idempotency-key <key>',
      'the same key is the same deployment (default: of the CI run)',
    )
    .option('--api <url>', 'address of the API (or AUTOLAND_API)')
    .action(async (flags: Flags) => {
      const build = findCiBuild(process.env);
      const body = toRequestBody(flags, build);
      process.exitCode = await deploy(
        {
          workspace: flags.workspace,
          body,
          idempotencyKey: flags.idempotencyKey ?? makeKey(body, build),
          wait: flags.wait ?? false,
          json: flags.json ?? false,
        },
        { client: connectApi(flags), print: (line) => console.log(line), pollMs: POLL_MS },
      );
    });
}

/** A job that is repeated by its CI within one run asks for the same deployment, another run for another. */
function makeKey(body: object, build: CiBuild | undefined): string {
  return build ? `${build.run}-${sha256(canonicalJson(body)).slice(0, 16)}` : randomUUID();
}
