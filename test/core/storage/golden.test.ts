import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const RUN_ALL = path.join(ROOT, '../shared/golden/run-all.mjs');
const COMMAND =
  'npx tsx scripts/golden-kinds.ts --kind {kind} --case {case} --workspace {workspace} --name {name} --out {out} --facts {facts}';

const goldenTest = existsSync(RUN_ALL) ? test : test.skip;

goldenTest(
  'storage differs from Copilot only where it is safer',
  () => {
    const { stdout, status } = spawnSync(
      'node',
      [
        RUN_ALL,
        '--kinds',
        'storage',
        '--ignore',
        'scripts/golden-storage-differences.json',
        '--details',
        '--package',
        COMMAND,
      ],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect(stdout).toContain('mean 1.000');
    expect(status).toBe(0);
  },
  60_000,
);
