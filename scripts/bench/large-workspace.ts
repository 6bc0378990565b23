import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import { seededRandom } from '../../local/random.js';

export type LargeWorkspace = {
  readonly workloads: number;
  readonly addons: number;
  /** Chance of an edge to each of a few earlier workloads. 0: no edges. */
  readonly density?: number;
  readonly seed?: number;
  /** Alarms that exist, in place of alarms that the stacks make. */
  readonly alarms?: readonly string[];
};

const name = (prefix: string, index: number): string =>
  `${prefix}-${String(index).padStart(4, '0')}`;

/** A workspace of many workloads of mixed types, as large teams have it; edges by `depends_on`, always to earlier ones. */
export function makeLargeWorkspace({
  workloads,
  addons,
  density = 0,
  seed = 1,
  alarms,
}: LargeWorkspace): WorkspaceFiles {
  const random = seededRandom(seed);
  const files = new Map<string, string>([
    ['copilot/.workspace', 'application: large\n'],
    ['copilot/environments/test/manifest.yml', 'name: test\ntype: Environment\n'],
  ]);
  for (let index = 0; index < workloads; index += 1) {
    const candidates =
      index === 0 ? [] : Array.from({ length: 3 }, () => Math.floor(random() * index));
    const after = [...new Set(candidates.filter(() => random() < density))].map((other) =>
      name('w', other),
    );
    files.set(`copilot/${name('w', index)}/manifest.yml`, manifestOf(index, after, alarms));
  }
  for (let index = 0; index < addons; index += 1) {
    files.set(
      `copilot/${name('a', index)}/manifest.yml`,
      `name: ${name('a', index)}\ntype: Environment Addons\n`,
    );
    files.set(`copilot/${name('a', index)}/addons/table.yml`, addonOf(index));
  }
  return new Map([...files].map(([path, text]) => [path, new TextEncoder().encode(text)]));
}

function manifestOf(
  index: number,
  after: readonly string[],
  alarms: readonly string[] | undefined,
): string {
  const own = OWN_FIELDS[index % OWN_FIELDS.length] ?? '';
  const dependsOn = after.length > 0 ? `depends_on: [${after.join(', ')}]\n` : '';
  return `name: ${name('w', index)}
${guardedBy(own, alarms).replaceAll('NAME', name('w', index))}image:
  location: public.ecr.aws/docker/library/nginx:1.27
${own.startsWith('type: Load') || own.startsWith('type: Backend') ? '  port: 80\n' : ''}cpu: 256
memory: 512
${dependsOn}variables:
  LOG_LEVEL: info
  REGION_NAME: \${COPILOT_ENVIRONMENT_NAME}
secrets:
  TOKEN: /copilot/\${COPILOT_APPLICATION_NAME}/token
storage:
  volumes:
    cache:
      path: /var/cache
sidecars:
  proxy:
    image: public.ecr.aws/docker/library/envoy:1
    port: 9901
environments:
  test:
    variables:
      LOG_LEVEL: debug
`;
}

const THRESHOLDS = `
    cpu_utilization: 80
`;

const guardedBy = (fields: string, alarms: readonly string[] | undefined): string =>
  alarms ? fields.replace(THRESHOLDS, ` [${alarms.join(', ')}]\n`) : fields;

const OWN_FIELDS = [
  `type: Load Balanced Web Service
http:
  path: /NAME
  healthcheck:
    path: /healthz
    interval: 10s
count:
  range: 1-10
  cpu_percentage: 70
deployment:
  rollback_alarms:${THRESHOLDS}`,
  'type: Backend Service\ncount: 2\nnetwork:\n  connect: true\n',
  'type: Worker Service\ncount: 1\nsubscribe:\n  queue:\n    retention: 96h\n    dead_letter:\n      tries: 5\n',
  'type: Scheduled Job\non:\n  schedule: "@daily"\nretries: 2\n',
];

function addonOf(index: number): string {
  return `Parameters:
  App:
    Type: String
  Env:
    Type: String
  Name:
    Type: String
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - AttributeName: id
          AttributeType: S
      KeySchema:
        - AttributeName: id
          KeyType: HASH
Outputs:
  TableName:
    Value: !Ref Table
    Export:
      Name: !Sub \${App}-\${Env}-Table${index}
`;
}
