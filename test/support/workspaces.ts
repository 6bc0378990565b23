import { join } from 'node:path';
import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import { readFolder } from './folders.js';

type WorkloadSketch = {
  readonly name: string;
  /** @default 'Backend Service' */
  readonly type?: 'Backend Service' | 'Worker Service' | 'Scheduled Job';
  /** Names of alarms that exist outside the workspace, or thresholds that make alarms. */
  readonly alarms?: readonly string[] | { readonly cpu_utilization: number };
  readonly dependsOn?: readonly string[];
  /** False: its stack is the same in every release. @default true */
  readonly changes?: boolean;
  /** Further lines of the manifest. */
  readonly lines?: readonly string[];
};

export type WorkspaceSketch = {
  /** Names are enough where nothing else matters. */
  readonly workloads?: readonly (string | WorkloadSketch)[];
  /** @default ['test'] */
  readonly environments?: readonly string[];
  /** Names of environment addons, each a topic with an export. */
  readonly addons?: readonly string[];
  /** Other files by path, or other contents for those that are there. */
  readonly files?: { readonly [path: string]: string };
};

/** A workspace of the application `shop`. Its workloads carry `${VERSION}`, so that each release differs from the one before. */
export function aWorkspace(sketch: WorkspaceSketch = {}): WorkspaceFiles {
  const { workloads = [], environments = ['test'], addons = [], files = {} } = sketch;
  const texts = new Map<string, string>([['copilot/.workspace', 'application: shop\n']]);
  for (const name of environments) {
    texts.set(`copilot/environments/${name}/manifest.yml`, `name: ${name}\ntype: Environment\n`);
  }
  for (const one of workloads) {
    const workload = typeof one === 'string' ? { name: one } : one;
    texts.set(`copilot/${workload.name}/manifest.yml`, renderManifest(workload));
  }
  for (const name of addons) {
    texts.set(`copilot/${name}/manifest.yml`, `name: ${name}\ntype: Environment Addons\n`);
    texts.set(`copilot/${name}/addons/topic.yml`, TOPIC);
  }
  for (const [path, text] of Object.entries(files)) texts.set(path, text);
  return new Map([...texts].map(([path, text]) => [path, new TextEncoder().encode(text)]));
}

/** The file of an environment addon whose topic has this name to show. */
export const aShownTopic = (displayName: string): string => `Parameters:
  App: { Type: String }
  Env: { Type: String }
  Name: { Type: String }
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: { DisplayName: '${displayName}' }
`;

/** A workspace below examples/. */
export const anExample = (name: string): WorkspaceFiles =>
  readFolder(join(import.meta.dirname, '..', '..', 'examples', name));

function renderManifest(workload: WorkloadSketch): string {
  const { name, type = 'Backend Service', alarms, dependsOn = [], changes = true } = workload;
  const lines = [
    `name: ${name}`,
    `type: ${type}`,
    ...(type === 'Scheduled Job' ? ['on:', '  schedule: rate(1 hour)'] : []),
    'image:',
    '  location: public.ecr.aws/docker/library/nginx:1.29',
    ...(type === 'Backend Service' ? ['  port: 8080'] : []),
    'cpu: 256',
    'memory: 512',
    ...(type === 'Scheduled Job' ? [] : ['count: 1']),
    ...(dependsOn.length > 0 ? [`depends_on: [${dependsOn.join(', ')}]`] : []),
    ...(changes ? ['variables:', '  VERSION: ${VERSION}'] : []),
    ...(alarms ? ['deployment:', `  rollback_alarms: ${JSON.stringify(alarms)}`] : []),
    ...(workload.lines ?? []),
  ];
  return `${lines.join('\n')}\n`;
}

const TOPIC = `Parameters:
  App: { Type: String }
  Env: { Type: String }
  Name: { Type: String }
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: { TopicName: !Sub '\${App}-\${Env}-\${Name}' }
Outputs:
  Topic:
    Value: !Ref Topic
    Export: { Name: !Sub '\${Name}-\${Env}-\${App}-Topic' }
`;
