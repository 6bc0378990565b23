import { type Command, InvalidArgumentError } from 'commander';
import type { CiBuild } from './ci-environment.js';
import { collect, type ImageFlag, parseImage, parseVariable, toImages } from './parse-flags.js';

/** Flags that make the body of a deployment, and of the plan of one. */
export type RequestFlags = {
  readonly env: string;
  readonly workspace: string;
  readonly app?: string;
  readonly name?: readonly string[];
  readonly image?: readonly ImageFlag[];
  readonly variable?: readonly (readonly [string, string])[];
  readonly commit?: string;
  readonly source?: string;
  readonly options?: object;
};

export function addRequestFlags(command: Command): Command {
  return command
    .requiredOption('-e, --env <name>', 'environment')
    .option('-w, --workspace <path>', 'folder that holds copilot/, or a zip of it', '.')
    .option('--app <name>', 'application (default: what copilot/.workspace says)')
    .option('-n, --name <names...>', 'only these workloads and addons (default: all)')
    .option(
      '--image <image>',
      'pushed image, as WORKLOAD[/CONTAINER]=REPOSITORY[:TAG][@DIGEST]; several times for several',
      collect(parseImage),
    )
    .option(
      '--variable <variable>',
      'value of ${NAME} in manifests, as NAME=VALUE; several times for several',
      collect(parseVariable),
    )
    .option('--commit <sha>', 'commit that is deployed (default: of the CI run)')
    .option(
      '--source <source>',
      'who asks, for instance github:owner/repo:main (default: of the CI run)',
    )
    .option(
      '--options <json>',
      'options of the request, for instance {"bakeMinutes": 10}',
      parseJson,
    );
}

/** The body but for the workspace. Fields that nobody has named are left to the API. */
export function toRequestBody(
  flags: RequestFlags,
  build: CiBuild | undefined,
): { readonly [field: string]: unknown } {
  const sourceCommit = flags.commit ?? build?.sourceCommit;
  const source = flags.source ?? build?.source;
  return {
    environment: flags.env,
    ...(flags.app ? { application: flags.app } : {}),
    ...(flags.name ? { names: flags.name } : {}),
    ...(flags.image ? { images: toImages(flags.image) } : {}),
    ...(flags.variable ? { variables: Object.fromEntries(flags.variable) } : {}),
    ...(sourceCommit ? { sourceCommit } : {}),
    ...(source ? { source } : {}),
    ...(flags.options ? { options: flags.options } : {}),
  };
}

function parseJson(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    throw new InvalidArgumentError(`it is no JSON: ${(error as Error).message}`);
  }
}
