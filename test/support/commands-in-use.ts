import { basename } from 'node:path';
import { build } from 'esbuild';

/** Clients of the SDK and the IAM prefix of their actions. */
const PREFIXES: { readonly [client: string]: string } = {
  '@aws-sdk/client-acm': 'acm',
  '@aws-sdk/client-apprunner': 'apprunner',
  '@aws-sdk/client-cloudformation': 'cloudformation',
  '@aws-sdk/client-cloudwatch': 'cloudwatch',
  '@aws-sdk/client-codebuild': 'codebuild',
  '@aws-sdk/client-dynamodb': 'dynamodb',
  '@aws-sdk/lib-dynamodb': 'dynamodb',
  '@aws-sdk/client-ec2': 'ec2',
  '@aws-sdk/client-ecr': 'ecr',
  '@aws-sdk/client-ecs': 'ecs',
  '@aws-sdk/client-elastic-load-balancing-v2': 'elasticloadbalancing',
  '@aws-sdk/client-eventbridge': 'events',
  '@aws-sdk/client-lambda': 'lambda',
  '@aws-sdk/client-resource-groups-tagging-api': 'tag',
  '@aws-sdk/client-route-53': 'route53',
  '@aws-sdk/client-s3': 's3',
  '@aws-sdk/client-sfn': 'states',
  '@aws-sdk/client-sqs': 'sqs',
  '@aws-sdk/client-ssm': 'ssm',
};

/** Calls whose action has another name. */
const RENAMED: { readonly [action: string]: string } = {
  's3:HeadObject': 's3:GetObject',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:DeleteObjects': 's3:DeleteObject',
  'lambda:Invoke': 'lambda:InvokeFunction',
  'dynamodb:Get': 'dynamodb:GetItem',
  'dynamodb:Put': 'dynamodb:PutItem',
  'dynamodb:Update': 'dynamodb:UpdateItem',
  'dynamodb:Delete': 'dynamodb:DeleteItem',
};

function toAction(client: string, command: string): string {
  const prefix = PREFIXES[client];
  if (!prefix) throw new Error(`no IAM prefix is known for ${client}`);
  const action = `${prefix}:${command.replace(/Command$/, '')}`;
  return RENAMED[action] ?? action;
}

/** Client by the local name of each imported command: esbuild numbers names that occur twice. */
function findClients(text: string): ReadonlyMap<string, readonly [client: string, name: string]> {
  const imports = text.matchAll(/import\s*\{([^}]*)\}\s*from\s*"(@aws-sdk\/[^"]+)"/g);
  return new Map(
    [...imports].flatMap(([, names = '', client = '']) =>
      [...names.matchAll(/(\w+)(?: as (\w+))?/g)].map(
        ([, name = '', local = name]) => [local, [client, name]] as const,
      ),
    ),
  );
}

function findActions(text: string): readonly string[] {
  const clients = findClients(text);
  const actions = [...text.matchAll(/new (\w+)\(/g)].flatMap(([, local = '']) => {
    const [client, name] = clients.get(local) ?? [];
    return client && name?.endsWith('Command') ? [toAction(client, name)] : [];
  });
  // Asked of STS without a client (functions/support/places/assume-role.ts).
  if (/Action: "AssumeRole"/.test(text)) actions.push('sts:AssumeRole');
  return [...new Set(actions)].sort();
}

/**
 * IAM actions of the AWS calls that are left in a bundle of each file once everything unreachable is shaken off, by the
 * file's name without `.ts`. Sorted; each once. One run of esbuild reads what the files share once.
 */
export async function findActionsInUse(
  entryPoints: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { outputFiles } = await build({
    entryPoints: [...entryPoints],
    outdir: 'bundles',
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    external: ['@aws-sdk/*'],
    treeShaking: true,
  });
  return new Map(
    outputFiles.map(({ path, text }) => [basename(path, '.js'), findActions(text)] as const),
  );
}
