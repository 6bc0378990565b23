// Stands in for fast-check in all tests: one seed, so that a run in CI says the same twice. FC_SEED=random explores.
import fc from '../../node_modules/fast-check/lib/cjs/fast-check.js';

const wanted = process.env.FC_SEED ?? '20260101';
if (wanted !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted) });

export * from '../../node_modules/fast-check/lib/cjs/fast-check.js';
export default fc;
