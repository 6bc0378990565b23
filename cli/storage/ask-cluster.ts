import { findDatabaseNameProblem } from '../../core/storage/storage-names.js';
import { type AuroraCluster, ENGINES, type Engine } from '../../core/storage/storage-request.js';
import type { Asker } from '../asker.js';
import { invalid, type StorageFlags } from './storage-flags.js';

/** Engine, then the name of the first database, whose rules depend on the engine. */
export async function askCluster(
  flags: StorageFlags,
  environments: readonly string[],
  asker: Asker,
): Promise<AuroraCluster> {
  const engine = await askEngine(flags, asker);
  return {
    type: 'Aurora',
    engine,
    initialDatabase: await askDatabase(flags, engine, asker),
    parameterGroup: flags.parameterGroup,
    environments,
  };
}

async function askEngine({ engine }: StorageFlags, asker: Asker): Promise<Engine> {
  if (engine === undefined)
    return asker.select({
      flag: '--engine',
      message: 'Which database engine would you like to use?',
      choices: ENGINES.map((value) => ({ value })),
    });
  const known = ENGINES.find((one) => one === engine);
  if (known) return known;
  throw invalid(`invalid engine type ${engine}: must be one of "MySQL", "PostgreSQL"`);
}

async function askDatabase(
  { initialDb }: StorageFlags,
  engine: Engine,
  asker: Asker,
): Promise<string> {
  if (initialDb === undefined)
    return asker.text({
      flag: '--initial-db',
      message: 'What would you like to name the initial database in your cluster?',
      findProblem: (answer) => findDatabaseNameProblem(engine, answer),
    });
  const problem = findDatabaseNameProblem(engine, initialDb);
  if (problem === undefined) return initialDb;
  throw invalid(`validate initial database: ${problem}`);
}
