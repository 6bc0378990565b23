import { join } from 'node:path';
import { FUNCTION_NAMES } from '../functions/support/runtime/triggers.js';
import { bundleFunctions, ROOT } from './bundling/bundling.js';
import { bundleCustomResources, placeCustomResources } from './bundling/custom-resources.js';
import { makeApp } from './make-app.js';

const bundles = join(ROOT, '.autoland', 'bundles');
const metafile = await bundleFunctions(FUNCTION_NAMES, bundles);
await placeCustomResources(bundles, metafile, await bundleCustomResources());
makeApp(bundles).app.synth();
