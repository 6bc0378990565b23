import type { Engine } from './storage-request.js';

export type EngineSettings = {
  readonly engine: string;
  readonly version: string;
  readonly family: string;
  /** The one parameter of the group that is made with the cluster. */
  readonly parameter: readonly [name: string, value: string];
  readonly port: number;
  readonly user: string;
  readonly releaseNotes: string;
};

/**
 * Versions with long-term support, which AWS keeps for at least three years, but not longer than the major version:
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Update.SpecialVersions.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Updates.LTS.html
 */
export const ENGINE_SETTINGS: { readonly [engine in Engine]: EngineSettings } = {
  MySQL: {
    engine: 'aurora-mysql',
    version: '8.0.mysql_aurora.3.10.4',
    family: 'aurora-mysql8.0',
    parameter: ['character_set_client', 'utf8'],
    port: 3306,
    user: 'admin',
    releaseNotes: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/',
  },
  PostgreSQL: {
    engine: 'aurora-postgresql',
    version: '17.7',
    family: 'aurora-postgresql17',
    parameter: ['client_encoding', 'UTF8'],
    port: 5432,
    user: 'postgres',
    releaseNotes: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/',
  },
};
