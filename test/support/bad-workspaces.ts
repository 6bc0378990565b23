import { strToU8, zipSync } from 'fflate';
import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import { zipWorkspace } from '../../core/workspace/zip-workspace.js';
import { aWorkspace } from './workspaces.js';

/** A mistaken workspace as a zip, with what must be told of it. */
export type BadWorkspace = {
  readonly name: string;
  readonly zip: Uint8Array;
  readonly files: WorkspaceFiles;
  readonly strict?: boolean;
  /** Where each mistake is; in any order. */
  readonly places: readonly Place[];
  /** The same of the zip, where that is found to be mistaken before its files are. */
  readonly placesInZip?: readonly Place[];
};

export type Place = readonly [file: string, line?: number | undefined, field?: string | undefined];

const API = 'copilot/api/manifest.yml';
const WEB = 'copilot/web/manifest.yml';
const JOB = 'copilot/job/manifest.yml';

function aBadWorkspace(
  name: string,
  files: { readonly [path: string]: string },
  rest: Pick<BadWorkspace, 'places' | 'placesInZip' | 'strict'>,
): BadWorkspace {
  const workspace = aWorkspace({ files });
  return { name, files: workspace, zip: zipWorkspace(workspace), ...rest };
}

const manifest = (name: string, ...lines: string[]): string =>
  [
    `name: ${name}`,
    'type: Backend Service',
    'image:',
    '  location: public.ecr.aws/docker/library/nginx:1.29',
    ...lines,
    '',
  ].join('\n');

const TABLE = `Parameters:
  App: { Type: String }
  Env: { Type: String }
  Name: { Type: String }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: ID, AttributeType: S }]
      KeySchema: [{ AttributeName: ID, KeyType: HASH }]
`;

/** Ten levels of ten aliases each: a dozen lines that stand for ten thousand million values. */
const LAUGHS = [
  'a0: &a0 [ha]',
  ...Array.from(
    { length: 10 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(', ')}]`,
  ),
];

/** Paths that leave the folder into which a zip is unpacked; no file system is asked for them. */
const climbing: WorkspaceFiles = new Map([
  ...aWorkspace(),
  ['../../etc/cron.d/evil', strToU8('* * * * * root true')],
  ['copilot/../../evil.yml', strToU8('name: evil')],
]);

export const BAD_WORKSPACES: readonly BadWorkspace[] = [
  aBadWorkspace(
    'wrong types',
    {
      [API]: manifest('api', 'cpu: lots', 'count: [1]', 'exec: 3'),
      [WEB]: manifest('web', 'memory: true'),
    },
    {
      places: [
        [API, 5, 'cpu'],
        [API, 6, 'count'],
        [API, 7, 'exec'],
        [WEB, 5, 'memory'],
      ],
    },
  ),
  aBadWorkspace(
    'unknown keys',
    { [API]: manifest('api', 'memroy: 512', 'network:', '  conect: true') },
    {
      strict: true,
      places: [
        [API, 5, 'memroy'],
        [API, 7, 'network.conect'],
      ],
    },
  ),
  aBadWorkspace(
    'a cycle between workloads',
    {
      [API]: manifest('api', 'depends_on: [web]'),
      [WEB]: manifest('web', 'depends_on: [api]'),
    },
    { places: [[API]] },
  ),
  aBadWorkspace(
    'mistakes of every kind at once',
    {
      [API]: manifest('api', 'depends_on: [job]').replace('Backend Service', 'Backend Servic'),
      [WEB]: manifest('web', 'cpu: lots', 'depends_on: [job, api, nobody]'),
      [JOB]: manifest('job', 'depends_on: [web]', 'env_file: [one]'),
      'copilot/mail/manifest.yml': 'name: mail\ntype: Backend Service\nimage: [\n',
      'copilot/orders/manifest.yml': manifest('orders'),
      'copilot/orders/addons/table.yml': 'Resources: 5\n',
      'copilot/orders/addons/orders.yml': TABLE,
    },
    {
      places: [
        [API, 2, 'type'],
        [WEB, 5, 'cpu'],
        [WEB, 6, 'depends_on[2]'],
        [JOB, 6, 'env_file'],
        [JOB],
        ['copilot/mail/manifest.yml', 4],
        ['copilot/orders/addons/table.yml', 1],
      ],
    },
  ),
  aBadWorkspace(
    'addons with conflicting resources',
    {
      [API]: manifest('api'),
      'copilot/api/addons/orders.yml': TABLE,
      'copilot/api/addons/more-orders.yml': TABLE.replace('PAY_PER_REQUEST', 'PROVISIONED'),
    },
    { places: [['copilot/api/addons/orders.yml', 7, 'Resources.Orders']] },
  ),
  aBadWorkspace(
    'aliases that stand for more than there is memory',
    { [API]: manifest('api', ...LAUGHS) },
    { places: [[API, 10]] },
  ),
  aBadWorkspace(
    '10 MB of aliases',
    { [API]: manifest('api', 'a: &a [ha]', `b: [${Array(2_600_000).fill('*a').join(', ')}]`) },
    { places: [[API]], placesInZip: [['workspace.zip']] },
  ),
  {
    name: 'paths that leave the workspace',
    files: climbing,
    zip: zipSync(Object.fromEntries(climbing)),
    places: [['../../etc/cron.d/evil'], ['copilot/../../evil.yml']],
  },
];
