import { join } from 'node:path';
import { FUNCTION_NAMES } from '../functions/support/triggers.js';
import { bundleFunctions, ROOT } from './bundling/bundling.js';
import { makeApp } from './make-app.js';

const bundles = join(ROOT, '.autoland', 'bundles');
await bundleFunctions(FUNCTION_NAMES, bundles);
makeApp(bundles).app.synth();
