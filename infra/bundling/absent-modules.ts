/** Stands in for a module; a name that is called says that it is not there. */
export type AbsentModule = {
  /** What imports say, or how the path ends. */
  readonly module: string;
  readonly contents: string;
};

const refuse = (names: readonly string[], module: string): string =>
  [
    `const refuse = () => { throw new Error('${module} is not in this bundle'); };`,
    ...names.map((name) => `export const ${name} = refuse;`),
  ].join('\n');

const absent = (module: string, ...names: readonly string[]): AbsentModule => ({
  module,
  contents: refuse(names, module),
});

/**
 * Modules that the SDK and zod mention and that no function reaches. Together they are a third of a bundle. The names are
 * theirs: tests fail when an update renames one, and when a bundle grows over its budget.
 */
export const ABSENT_MODULES: readonly AbsentModule[] = [
  // Credentials of a Lambda are in its environment; nothing else of the default chain is ever asked.
  absent('@aws-sdk/credential-provider-ini', 'fromIni'),
  absent('@aws-sdk/credential-provider-process', 'fromProcess'),
  absent('@aws-sdk/credential-provider-sso', 'fromSSO'),
  absent('@aws-sdk/credential-provider-web-identity', 'fromTokenFile'),
  absent('@aws-sdk/credential-provider-http', 'fromHttp'),
  {
    module: '@smithy/credential-provider-imds',
    contents: `${refuse(['fromContainerMetadata', 'fromInstanceMetadata'], '@smithy/credential-provider-imds')}
export const ENV_CMDS_FULL_URI = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
export const ENV_CMDS_RELATIVE_URI = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';`,
  },
  // Event streams are for calls such as S3 Select. The S3 client prepares for them when it is made.
  {
    module: '@smithy/core/event-streams',
    contents: `${refuse(['EventStreamSerde', 'eventStreamSerdeProvider'], '@smithy/core/event-streams')}
export const resolveEventStreamSerdeConfig = (config) => config;`,
  },
  // DynamoDB's endpoint discovery is off unless asked for; its cache is made all the same.
  { module: '@aws-sdk/endpoint-cache', contents: 'export class EndpointCache {}' },
];

/** zod's JSON Schema writer: every schema has methods that lead there, and nothing calls them. */
export const JSON_SCHEMA_FILES =
  /[\\/]zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/;

/** Hashes in plain JavaScript, for a Node without `crypto` and `zlib.crc32`. Ours has both. */
export const PLAIN_HASH_FILES = /[\\/](Sha1|Sha256|Md5|Crc32)Js\.js$/;

/** The same exports, each giving a function that refuses: schemas fetch theirs long before anybody would call it. */
export function refuseExports(text: string, module: string): string {
  const names = [...text.matchAll(/^export (?:const|function|class) (\w+)/gm)].map(
    ([, name]) => name,
  );
  return [
    `const refuse = () => { throw new Error('${module} is not in this bundle'); };`,
    ...names.map((name) => `export const ${name} = () => refuse;`),
  ].join('\n');
}
