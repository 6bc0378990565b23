import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FUNCTION_NAMES } from '../../functions/support/runtime/triggers.js';
import { ROOT } from '../../infra/bundling/bundling.js';
import { type Autoland, makeApp } from '../../infra/make-app.js';

export type Synthesized = {
  readonly autoland: Autoland;
  readonly orchestrator: Template;
  readonly stateful: Template;
  /** Folder of the cloud assembly. */
  readonly folder: string;
};

/** A folder that looks like the bundled functions, each with its name in it: assets differ as real ones do. */
function writeStandIns(folder: string): string {
  for (const name of FUNCTION_NAMES) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'index.mjs'), `export const handler = async () => '${name}';`);
  }
  return folder;
}

type Options = {
  /** Adds to the app before it is synthesized. */
  readonly extend?: (app: App) => unknown;
  /** CDK's own validation of the templates, which takes as long as all the rest. @default false */
  readonly isValidated?: boolean;
};

/**
 * The CDK app as `npm run synth` makes it, with stand-ins for the bundles; `config` goes over cdk.json's.
 */
export function synthesizeApp(
  config: { readonly [key: string]: unknown } = {},
  { extend = () => undefined, isValidated = false }: Options = {},
): Synthesized {
  const temporary = mkdtempSync(join(tmpdir(), 'autoland-synth-'));
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const folder = join(temporary, 'cdk.out');
  const autoland = makeApp(writeStandIns(join(temporary, 'bundles')), {
    outdir: folder,
    stackTraces: false,
    builtinCloudFormationValidation: isValidated,
    context: { ...context, autoland: { ...context.autoland, ...config } },
  });
  extend(autoland.app);
  return {
    autoland,
    orchestrator: Template.fromStack(autoland.orchestrator),
    stateful: Template.fromStack(autoland.stateful),
    folder,
  };
}
