import { outputVariableName } from '../addons/addon-outputs.js';
import { logicalId, type StorageRequest, type StorageType } from './storage-request.js';

/** What the user does after the files are written, in order; a step may have several lines. */
export function describeNextSteps(request: StorageRequest): readonly string[] {
  const { name, workload, workloadType, storage } = request;
  if (request.kind === 'create' && request.lifecycle === 'workload')
    return [
      describeUse(request),
      `Deploy ${workload}: the storage is made with its stack.`,
      describePreview(workload),
    ];
  const deployEnvironment =
    'Deploy the environment: the storage is made with its stack, before any workload.';
  if (workloadType === undefined)
    return [
      deployEnvironment,
      `In the workspace of ${workload}, run:\n  autoland storage init --name ${name} --storage-type ${storage.type} --add-ingress-from ${workload}${storage.type === 'Aurora' ? ` --engine ${storage.engine}` : ''}`,
    ];
  return [
    ...(request.kind === 'create' ? [deployEnvironment] : []),
    `Add to copilot/${workload}/manifest.yml:\n${describeManifest(request)}`,
    `Deploy ${workload}, after the environment: only then it can use ${name}.`,
    describePreview(workload),
  ];
}

const DIFFERENCES: { readonly [type in StorageType]: readonly string[] } = {
  DynamoDB: [
    'the table and its data stay when its stack or its file is deleted (DeletionPolicy RetainExceptOnCreate)',
    'any second of the last 35 days can be restored (point-in-time recovery)',
  ],
  S3: [
    'the bucket and its objects stay when its stack or its file is deleted (DeletionPolicy RetainExceptOnCreate)',
  ],
  Aurora: [
    'deleting the stack or the file leaves a snapshot, and so does a replacement',
    'storage is encrypted, backups are kept for 7 days',
    'the engine is a version with long-term support: those that AWS Copilot wrote can no longer be made',
    'the writer takes any zone of the private subnets, so that an imported VPC works too',
  ],
};

/** Where the files differ from those that AWS Copilot wrote. docs/compatibility.md has the reasons. */
export function describeDifferences(request: StorageRequest): readonly string[] {
  return request.kind === 'grant' ? [] : DIFFERENCES[request.storage.type];
}

function describePreview(workload: string): string {
  return `To see the templates before, without AWS: autoland package -n ${workload} -e <environment> --output-dir infrastructure`;
}

function describeUse(request: StorageRequest): string {
  const id = logicalId(request.name);
  const { workload, workloadType, storage } = request;
  if (storage.type !== 'Aurora') {
    const variable = outputVariableName(`${id}Name`);
    return `${workload} finds the storage by the environment variable ${variable}, in JavaScript for instance:\n  const storageName = process.env.${variable};`;
  }
  const variable = outputVariableName(`${id}Secret`);
  const fields = 'const { username, host, dbname, password, port }';
  return workloadType === 'Request-Driven Web Service'
    ? `${workload} reads the credentials from the secret whose ARN is in ${variable}_ARN, in JavaScript for instance:
  import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
  const command = new GetSecretValueCommand({ SecretId: process.env.${variable}_ARN });
  const secret = await new SecretsManagerClient({}).send(command);
  ${fields} = JSON.parse(secret.SecretString);`
    : `${workload} finds the credentials in the environment variable ${variable}, in JavaScript for instance:
  ${fields} = JSON.parse(process.env.${variable});`;
}

/** Lines for the manifest: how a workload takes what the environment exports. */
function describeManifest({ name, storage, workloadType }: StorageRequest): string {
  const exported = `\${COPILOT_APPLICATION_NAME}-\${COPILOT_ENVIRONMENT_NAME}-${logicalId(name)}`;
  switch (storage.type) {
    case 'DynamoDB':
      return `  variables:\n    DB_NAME:\n      from_cfn: ${exported}TableName`;
    case 'S3':
      return `  variables:\n    BUCKET_NAME:\n      from_cfn: ${exported}BucketName`;
    case 'Aurora': {
      const secret = `  secrets:\n    DB_SECRET:\n      from_cfn: ${exported}AuroraSecret`;
      return workloadType === 'Request-Driven Web Service'
        ? secret
        : `  network:\n    vpc:\n      security_groups:\n        - from_cfn: ${exported}SecurityGroup\n${secret}`;
    }
  }
}
