import {
  findServiceConnectTarget,
  resolveExposedPorts,
} from '../../manifest/resolve/exposed-ports.js';
import type { ServiceConnect } from '../../manifest/schema/network.js';
import type { EcsService } from '../../manifest/schema/workload.js';
import type { CfnObject, CfnValue } from '../cloudformation.js';
import { join, NO_VALUE, ref, when } from '../cloudformation.js';
import { CLOUDWATCH_LOGS } from '../containers/log-routing.js';
import type { RenderContext } from '../context.js';
import { properties } from '../properties.js';

const isOn = (connect: ServiceConnect | undefined): boolean =>
  typeof connect === 'object' ? connect.alias !== undefined : connect === true;

export const hasServiceConnect = (service: EcsService): boolean => isOn(service.network.connect);

/** Workers call others but are not called. */
function isServer(service: EcsService): boolean {
  if (service.type === 'Worker Service') return false;
  return findServiceConnectTarget(service, resolveExposedPorts(service))?.port !== undefined;
}

function serverProperty(service: EcsService): CfnObject {
  const { connect } = service.network;
  const alias = typeof connect === 'object' ? connect.alias : undefined;
  return {
    PortName: 'target',
    // A service of the same name exists in the namespace already: the one of service discovery.
    DiscoveryName: join('-', [ref('WorkloadName'), 'sc']),
    ClientAliases: [{ Port: ref('TargetPort'), DnsName: alias ? alias : ref('WorkloadName') }],
  };
}

/** `ServiceConnectConfiguration`; switched off in so many words where the manifest has none. */
export function serviceConnectConfiguration(service: EcsService, context: RenderContext): CfnValue {
  if (!hasServiceConnect(service)) return when('IsGovCloud', NO_VALUE, { Enabled: false });
  return properties({
    Enabled: true,
    Namespace: context.facts.environment?.serviceDiscoveryEndpoint ?? '',
    LogConfiguration: CLOUDWATCH_LOGS,
    Services: isServer(service) ? [serverProperty(service)] : undefined,
  });
}
