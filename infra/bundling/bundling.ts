import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type Loader, type Metafile, type Plugin } from 'esbuild';
import {
  ABSENT_MODULES,
  JSON_SCHEMA_FILES,
  PLAIN_HASH_FILES,
  refuseExports,
} from './absent-modules.js';
import {
  ENDPOINT_FILES,
  ENDPOINT_FUNCTION_FILES,
  writeEndpointResolver,
} from './endpoint-resolvers.js';
import { findQuotedNames } from './named-errors.js';
import {
  ADAPTIVE_RETRY_FILES,
  DIRECTORY_BUCKET_FILES,
  dropErrors,
  inlineKeys,
  keepVersion,
  MULTI_REGION_FILES,
  NO_ADAPTIVE_RETRY,
  NO_DIRECTORY_BUCKETS,
  ONE_REGION,
  shareErrorClass,
} from './shrink-sdk.js';
import { dropDeprecatedFormats, ZOD_SCHEMA_FILES } from './shrink-zod.js';

export const ROOT = join(import.meta.dirname, '../..');

function memoize<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const CLIENT = String.raw`[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]`;

/** Read once, and only where something is bundled. */
const namedErrors = memoize(() => findQuotedNames([join(ROOT, 'functions'), join(ROOT, 'core')]));

const REWRITINGS: readonly {
  readonly filter: RegExp;
  readonly loader: Loader;
  readonly rewrite: (text: string, path: string) => string;
}[] = [
  {
    filter: new RegExp(String.raw`${CLIENT}dist-es[\\/]schemas[\\/]schemas_\d+\.js$`),
    loader: 'js',
    rewrite: (text) => dropErrors(inlineKeys(text), (name) => namedErrors().has(name)),
  },
  {
    filter: new RegExp(String.raw`${CLIENT}dist-es[\\/]models[\\/]errors\.js$`),
    loader: 'js',
    rewrite: shareErrorClass,
  },
  { filter: new RegExp(String.raw`${CLIENT}package\.json$`), loader: 'json', rewrite: keepVersion },
  {
    filter: ENDPOINT_FILES,
    loader: 'js',
    rewrite: (_text, path) => writeEndpointResolver(path),
  },
  { filter: ADAPTIVE_RETRY_FILES, loader: 'js', rewrite: () => NO_ADAPTIVE_RETRY },
  { filter: MULTI_REGION_FILES, loader: 'js', rewrite: () => ONE_REGION },
  { filter: DIRECTORY_BUCKET_FILES, loader: 'js', rewrite: () => NO_DIRECTORY_BUCKETS },
  {
    filter: ENDPOINT_FUNCTION_FILES,
    loader: 'js',
    rewrite: () => 'export const awsEndpointFunctions = {};',
  },
  { filter: ZOD_SCHEMA_FILES, loader: 'js', rewrite: dropDeprecatedFormats },
  {
    filter: JSON_SCHEMA_FILES,
    loader: 'js',
    rewrite: (text) => refuseExports(text, 'JSON Schema'),
  },
  {
    filter: PLAIN_HASH_FILES,
    loader: 'js',
    rewrite: (text) => refuseExports(text, 'a hash in plain JavaScript'),
  },
];

const trim: Plugin = {
  name: 'trim',
  setup({ onLoad, onResolve }) {
    for (const { module, contents } of ABSENT_MODULES) {
      const filter = new RegExp(`^${module}$`);
      onResolve({ filter }, ({ path }) => ({ path, namespace: 'absent', sideEffects: false }));
      onLoad({ filter, namespace: 'absent' }, () => ({ contents, loader: 'js' }));
    }
    for (const { filter, loader, rewrite } of REWRITINGS)
      onLoad({ filter }, async ({ path }) => ({
        contents: rewrite(await readFile(path, 'utf8'), path),
        loader,
      }));
  },
};

/**
 * How functions are bundled. ESM with `module` before `main` is what shakes the SDK (aws-sdk-js-v3's CommonJS build
 * keeps every command); the SDK comes along, since the one of the Lambda runtime is another version and slower to load.
 */
export const ESBUILD_OPTIONS = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  // CommonJS packages inside an ESM bundle still call require for Node's own modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  plugins: [trim],
  logLevel: 'error',
} satisfies BuildOptions;

/** Bundles functions/<name>.ts of each name into <folder>/<name>/index.mjs. */
export async function bundleFunctions(
  names: readonly string[],
  folder: string,
  entryFolder = join(ROOT, 'functions'),
): Promise<Metafile> {
  const { metafile } = await build({
    ...ESBUILD_OPTIONS,
    entryPoints: names.map((name) => ({
      in: join(entryFolder, `${name}.ts`),
      out: `${name}/index`,
    })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    metafile: true,
  });
  return metafile;
}
