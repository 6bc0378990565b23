import {
  NETWORK_FILE,
  renderClusterIngress,
  renderEnvironmentCluster,
  renderServiceCluster,
  renderWorkloadCluster,
  SERVICE_SECURITY_GROUP_FILE,
} from './aurora-template.js';
import {
  renderEnvironmentTable,
  renderTableAccess,
  renderWorkloadTable,
} from './dynamodb-template.js';
import {
  renderBucketAccess,
  renderEnvironmentBucket,
  renderWorkloadBucket,
} from './s3-template.js';
import type { AuroraCluster, StorageFile, StorageRequest } from './storage-request.js';

/** The files that `storage init` writes, in the order in which it tells them; none where nothing is needed. */
export function renderStorageFiles(request: StorageRequest): readonly StorageFile[] {
  const { name, workload } = request;
  if (request.kind === 'grant') return renderAccess(request);
  const { storage } = request;
  if (request.lifecycle === 'workload') {
    if (storage.type === 'Aurora') return renderOwnCluster(request, storage);
    const text =
      storage.type === 'DynamoDB' ? renderWorkloadTable(name, storage) : renderWorkloadBucket(name);
    return [templateFile(workload, `${name}.yml`, text)];
  }
  if (storage.type === 'Aurora') {
    const text = renderEnvironmentCluster(name, storage, isService(request));
    return [
      templateFile('environments', `${name}.yml`, text),
      parametersFile('environments', NETWORK_FILE),
      ...renderAccess(request),
    ];
  }
  const text =
    storage.type === 'DynamoDB'
      ? renderEnvironmentTable(name, storage)
      : renderEnvironmentBucket(name);
  return [templateFile('environments', `${name}.yml`, text), ...renderAccess(request)];
}

/** What one workload needs to use a storage of its environment. A workload of another workspace gets its own there. */
function renderAccess(request: StorageRequest): readonly StorageFile[] {
  const { name, workload, workloadType, storage } = request;
  if (workloadType === undefined) return [];
  switch (storage.type) {
    case 'DynamoDB':
      return [templateFile(workload, `${name}-access-policy.yml`, renderTableAccess(name))];
    case 'S3':
      return [templateFile(workload, `${name}-access-policy.yml`, renderBucketAccess(name))];
    case 'Aurora':
      // Workloads on ECS take the security group and the secret through their manifest.
      if (!isService(request)) return [];
      return [
        templateFile(workload, `${name}-ingress.yml`, renderClusterIngress(name, storage.engine)),
        parametersFile(workload, SERVICE_SECURITY_GROUP_FILE),
      ];
  }
}

function renderOwnCluster(request: StorageRequest, cluster: AuroraCluster): readonly StorageFile[] {
  const { name, workload } = request;
  if (!isService(request))
    return [templateFile(workload, `${name}.yml`, renderWorkloadCluster(name, cluster))];
  return [
    templateFile(workload, `${name}.yml`, renderServiceCluster(name, cluster)),
    parametersFile(workload, SERVICE_SECURITY_GROUP_FILE),
  ];
}

function isService({ workloadType }: StorageRequest): boolean {
  return workloadType === 'Request-Driven Web Service';
}

function templateFile(owner: string, file: string, text: string): StorageFile {
  return { path: `copilot/${owner}/addons/${file}`, kind: 'template', text };
}

function parametersFile(owner: string, text: string): StorageFile {
  return { path: `copilot/${owner}/addons/addons.parameters.yml`, kind: 'parameters', text };
}
