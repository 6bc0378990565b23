import type { CustomResourceZip } from '../core/template/custom-resource-code.js';

let packed: Promise<readonly CustomResourceZip[]> | undefined;

/**
 * Code of the custom resources for the embedded runtime, bundled when it is first asked for: a fifth of a second. Nothing
 * runs it here, so packages stay outside; what is uploaded, when, and under which kind of key, is as on AWS.
 */
export function packCustomResources(): Promise<readonly CustomResourceZip[]> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<readonly CustomResourceZip[]> {
  // esbuild is loaded only here: most commands never need it.
  const { packCode } = await import('../functions/custom-resources/pack-code.js');
  return packCode({ packages: 'external', logLevel: 'error' });
}
