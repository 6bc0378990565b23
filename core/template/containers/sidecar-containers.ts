import type { ExposedPorts, TrafficTarget } from '../../manifest/resolve/exposed-ports.js';
import {
  findServiceConnectTarget,
  resolveExposedPorts,
} from '../../manifest/resolve/exposed-ports.js';
import type { Sidecar } from '../../manifest/schema/sidecars.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { CfnObject } from '../cloudformation.js';
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
import { sidecarEnvironmentFiles } from './env-file-parameters.js';
import { manifestVariables, mountPointVariable } from './environment-variables.js';
import { sidecarImage } from './images.js';
import { CLOUDWATCH_LOGS } from './log-routing.js';
import { mountPointProperty, resolveSidecarMounts } from './mount-points.js';
import { manifestSecrets } from './secrets.js';

type Shared = {
  readonly common: readonly CfnObject[];
  readonly exposed: ExposedPorts;
  readonly serviceConnect: TrafficTarget | undefined;
};

function renderSidecar(name: string, sidecar: Sidecar, image: string, shared: Shared): CfnObject {
  const mounts = resolveSidecarMounts(sidecar.mount_points);
  return properties({
    Name: name,
    Image: image,
    Essential: sidecar.essential,
    EntryPoint: wordsProperty(sidecar.entrypoint),
    Command: wordsProperty(sidecar.command),
    PortMappings: unlessEmpty(portMappings(name, shared.exposed, shared.serviceConnect)),
    HealthCheck: healthCheckProperty(sidecar.healthcheck),
    Environment: [
      ...shared.common,
      ...manifestVariables(sidecar.variables),
      ...mountPointVariable(mounts),
    ],
    EnvironmentFiles: sidecarEnvironmentFiles(name),
    Secrets: unlessEmpty(manifestSecrets(sidecar.secrets)),
    LogConfiguration: CLOUDWATCH_LOGS,
    DockerLabels: labelsProperty(sidecar.labels),
    DependsOn: dependsOnProperty(sidecar.depends_on),
    RepositoryCredentials: credentialsProperty(sidecar.credentialsParameter),
    MountPoints: unlessEmpty(mounts.map(mountPointProperty)),
  });
}

/** Workers and jobs receive no traffic: only the sidecars' own ports are published. */
function findSharedPorts(workload: EcsWorkload): Omit<Shared, 'common'> {
  if (workload.type === 'Worker Service' || workload.type === 'Scheduled Job') {
    const { name, sidecars } = workload;
    return { exposed: resolveExposedPorts({ name, sidecars }), serviceConnect: undefined };
  }
  const exposed = resolveExposedPorts(workload);
  return { exposed, serviceConnect: findServiceConnectTarget(workload, exposed) };
}

/** Containers of `sidecars`, sorted by name. */
export function renderSidecars(
  workload: EcsWorkload,
  context: RenderContext,
  common: readonly CfnObject[],
): readonly CfnObject[] {
  const shared = { ...findSharedPorts(workload), common };
  return Object.entries(workload.sidecars ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, sidecar]) =>
      renderSidecar(name, sidecar, sidecarImage(workload, name, context), shared),
    );
}
