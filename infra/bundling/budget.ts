import type { Metafile } from 'esbuild';

/** Bytes that a bundle may have; kB here is 1,000 bytes. */
const BASE = 350_000;
const S3 = 100_000;
// Every rule and template of Copilot's: 270 kB of ours, the YAML parser, the unzipper. `render` and `api` carry it.
const RENDERER = 400_000;
// Load balancers, rules, subnets, certificates, services: four clients more, for those who render only.
const FACTS = 75_000;
// A plan of deletion reads templates as Copilot deployed them, which is in YAML.
const YAML = 50_000;

/** Budget of a bundle, by what is in it. */
export function budgetOf({ inputs }: Metafile['outputs'][string]): number {
  const has = (part: string) => Object.keys(inputs).some((input) => input.includes(part));
  const parser = has('core/render/') ? RENDERER : has('node_modules/js-yaml/') ? YAML : 0;
  const facts = has('functions/support/facts/') ? FACTS : 0;
  return BASE + (has('@aws-sdk/client-s3/') ? S3 : 0) + parser + facts;
}
