import { join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

export const ROOT = join(import.meta.dirname, '../..');

/**
 * Providers of the SDK's default credential chain that a Lambda never reaches: its credentials are in the environment.
 * They are a third of every bundle. The names are the SDK's; a test fails when an update renames one.
 */
export const ABSENT_CREDENTIAL_PROVIDERS = [
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
] as const;

const MAIN_FIELDS = ['module', 'main'];
const TARGET = 'node24';

// CommonJS packages inside an ESM bundle still call require for Node's own modules.
const BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const absent = join(import.meta.dirname, 'absent-credentials.ts');

/** How every function is bundled, in the form that esbuild's own API takes. */
export const ESBUILD_OPTIONS = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: TARGET,
  mainFields: MAIN_FIELDS,
  minify: true,
  banner: { js: BANNER },
  alias: Object.fromEntries(ABSENT_CREDENTIAL_PROVIDERS.map((name) => [name, absent])),
} as const;

/** The same in the form that NodejsFunction takes. */
export const BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  target: TARGET,
  mainFields: MAIN_FIELDS,
  minify: true,
  banner: BANNER,
  // The SDK of the Lambda runtime is another version, not minified, and slower to load than ours.
  bundleAwsSDK: true,
  esbuildArgs: Object.fromEntries(
    ABSENT_CREDENTIAL_PROVIDERS.map((name) => [`--alias:${name}`, absent]),
  ),
};
