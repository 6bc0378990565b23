import {
  findServiceConnectTarget,
  resolveExposedPorts,
} from '../../manifest/resolve/exposed-ports.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { CfnObject, CfnValue } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { properties, unlessEmpty } from '../properties.js';
import {
  credentialsProperty,
  dependsOnProperty,
  healthCheckProperty,
  labelsProperty,
  portMappings,
  wordsProperty,
} from './container-properties.js';
import { mainEnvironmentFiles } from './env-file-parameters.js';
import { manifestVariables, mountPointVariable } from './environment-variables.js';
import { mainLogConfiguration } from './log-routing.js';
import { mountPointProperty, resolveMounts } from './mount-points.js';
import { addonSecrets, manifestSecrets } from './secrets.js';

/** Only these two types publish ports of the main container. */
function mainPortMappings(workload: EcsWorkload): readonly CfnValue[] | undefined {
  if (workload.type !== 'Load Balanced Web Service' && workload.type !== 'Backend Service') {
    return undefined;
  }
  const exposed = resolveExposedPorts(workload);
  const target = findServiceConnectTarget(workload, exposed);
  return unlessEmpty(portMappings(workload.name, exposed, target));
}

/** The container that the manifest's `image` describes. */
export function renderMainContainer(
  workload: EcsWorkload,
  context: RenderContext,
  common: readonly CfnObject[],
): CfnObject {
  const { image, storage } = workload;
  const mounts = resolveMounts(storage);
  return properties({
    Name: ref('WorkloadName'),
    Image: ref('ContainerImage'),
    Secrets: unlessEmpty([...manifestSecrets(workload.secrets), ...addonSecrets(context)]),
    Environment: [
      ...common,
      ...manifestVariables(workload.variables),
      ...mountPointVariable(mounts),
    ],
    EnvironmentFiles: mainEnvironmentFiles(),
    LogConfiguration: mainLogConfiguration(workload.logging),
    EntryPoint: wordsProperty(workload.entrypoint),
    Command: wordsProperty(workload.command),
    MountPoints: unlessEmpty(mounts.map(mountPointProperty)),
    DockerLabels: labelsProperty(image.labels),
    DependsOn: dependsOnProperty(image.depends_on),
    PortMappings: mainPortMappings(workload),
    HealthCheck: healthCheckProperty(image.healthcheck),
    ReadonlyRootFilesystem: storage?.readonly_fs,
    RepositoryCredentials: credentialsProperty(image.credentials),
  });
}
