/** Writes the tables of docs/rollback.md from test/scenarios/rollback-scenarios.yml: `npm run scenarios`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatScenarios, replaceScenarios } from '../test/support/scenarios/format-scenarios.js';
import { readScenarios } from '../test/support/scenarios/read-scenarios.js';

const FILE = join(import.meta.dirname, '..', 'docs', 'rollback.md');
writeFileSync(FILE, replaceScenarios(readFileSync(FILE, 'utf8'), formatScenarios(readScenarios())));
