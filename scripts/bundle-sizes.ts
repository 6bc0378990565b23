import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { FUNCTION_NAMES } from '../functions/support/runtime/triggers.js';
import { budgetOf } from '../infra/bundling/budget.js';
import { ESBUILD_OPTIONS, ROOT } from '../infra/bundling/bundling.js';

export type BundleSize = {
  readonly name: string;
  /** Bytes of the bundle that is deployed. */
  readonly bytes: number;
  /** What it may have, by what is in it (infra/bundling/budget.ts). */
  readonly limit: number;
  /** Median milliseconds until the module is loaded, in a fresh process. */
  readonly loadMs: number;
  /** The same of esbuild's ordinary bundle for Node: CommonJS, minified, nothing aliased. */
  readonly plainBytes: number;
  readonly plainLoadMs: number;
};

const PLAIN_OPTIONS = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: ESBUILD_OPTIONS.target,
  minify: true,
} as const;

type Bundle = { readonly file: string; readonly bytes: number; readonly limit: number };

async function makeBundle(
  name: string,
  file: string,
  options: typeof ESBUILD_OPTIONS | typeof PLAIN_OPTIONS,
): Promise<Bundle> {
  const { metafile } = await build({
    ...options,
    entryPoints: [join(ROOT, 'functions', `${name}.ts`)],
    outfile: file,
    metafile: true,
    logLevel: 'error',
  });
  const [output] = Object.values(metafile.outputs);
  if (!output) throw new Error(`esbuild wrote nothing for ${name}`);
  return { file, bytes: output.bytes, limit: budgetOf(output) };
}

/** Milliseconds from the import to the loaded module, as the process itself sees it. */
function timeLoad(file: string): number {
  const script = `const t=performance.now();await import(${JSON.stringify(pathToFileURL(file).href)});process.stdout.write(String(performance.now()-t));process.exit(0)`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', AWS_REGION: 'eu-west-1', POWERTOOLS_LOG_LEVEL: 'SILENT' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return Number(output);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function measure(name: string, folder: string, runs: number): Promise<BundleSize> {
  const ours = await makeBundle(name, join(folder, `${name}.mjs`), ESBUILD_OPTIONS);
  const plain = await makeBundle(name, join(folder, `${name}.cjs`), PLAIN_OPTIONS);
  // In turns, so that whatever else the machine does hits both alike.
  const times = Array.from({ length: runs }, () => [timeLoad(ours.file), timeLoad(plain.file)]);
  return {
    name,
    bytes: ours.bytes,
    limit: ours.limit,
    loadMs: median(times.map(([load = 0]) => load)),
    plainBytes: plain.bytes,
    plainLoadMs: median(times.map(([, load = 0]) => load)),
  };
}

/** Size and load time of every function's bundle, made with the flags that are deployed; `runs` fresh processes each. */
export async function measureBundles(
  names: readonly string[] = FUNCTION_NAMES,
  runs = 5,
): Promise<readonly BundleSize[]> {
  const parent = join(ROOT, '.autoland');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'bundles-'));
  try {
    const sizes: BundleSize[] = [];
    for (const name of names) sizes.push(await measure(name, folder, runs));
    return sizes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One line per bundle: `render  412 kB of 450, loads in 61 ms (0.45 of CommonJS: 903 kB, 136 ms)`. */
export function formatBundleSize(size: BundleSize): string {
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  const ratio = (size.loadMs / size.plainLoadMs).toFixed(2);
  return [
    size.bytes > size.limit ? '!' : ' ',
    size.name.padEnd(20),
    `${kilobytes(size.bytes)} of ${Math.round(size.limit / 1000)},`.padStart(16),
    `loads in ${Math.round(size.loadMs)} ms (${ratio} of CommonJS: ${kilobytes(size.plainBytes)}, ${Math.round(size.plainLoadMs)} ms)`,
  ].join(' ');
}

if (process.argv[1] === import.meta.filename) {
  const sizes = await measureBundles();
  for (const size of sizes) console.log(formatBundleSize(size));
  if (sizes.some((size) => size.bytes > size.limit)) process.exitCode = 1;
}
