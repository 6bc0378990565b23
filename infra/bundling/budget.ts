import type { Metafile } from 'esbuild';

/** Bytes that a bundle may have; kB here is 1,000 bytes. */
const BASE = 350_000;
const S3 = 100_000;
// Every rule and template of Copilot's: 270 kB of ours and the unzipper, for `render`, `plan` and `check-workspace`.
const RENDERER = 280_000;
// Load balancers, rules, subnets, certificates, services: four clients more, for those who render only.
const FACTS = 75_000;
// Manifests, and the templates that Copilot deployed and a plan of deletion reads, are in YAML.
const YAML = 55_000;

/** Budget of a bundle, by what is in it. */
export function budgetOf({ inputs }: Metafile['outputs'][string]): number {
  const has = (part: string) => Object.keys(inputs).some((input) => input.includes(part));
  const renderer = has('core/render/') ? RENDERER : 0;
  const yaml = has('node_modules/js-yaml/') ? YAML : 0;
  const facts = has('functions/support/facts/') ? FACTS : 0;
  return BASE + (has('@aws-sdk/client-s3/') ? S3 : 0) + renderer + yaml + facts;
}
