import type { EcsService } from '../../manifest/schema/workload.js';
import type { Output, Resource } from '../cloudformation.js';
import { getAtt, sub } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { renderAutoscaling } from '../service/autoscaling.js';
import { renderBacklogScaling } from '../service/backlog.js';
import { findAutoscaling } from '../service/capacity.js';
import { renderHookRole } from '../service/lifecycle-hooks.js';
import { renderRollbackAlarms } from '../service/rollback-alarms.js';
import type { Traffic } from '../service/service.js';
import { renderService } from '../service/service.js';

function renderScaling(
  service: EcsService,
  context: RenderContext,
): { readonly [id: string]: Resource } {
  const scaling = findAutoscaling(service.count);
  if (scaling === undefined) return {};
  return {
    ...renderAutoscaling(service, scaling, context),
    ...(service.type === 'Worker Service' ? renderBacklogScaling(service, scaling, context) : {}),
  };
}

/** Resources that all three service types share: scaling, alarms, the role of hooks, the service itself. */
export function renderServiceResources(
  service: EcsService,
  context: RenderContext,
  traffic: Traffic,
): { readonly [id: string]: Resource } {
  return {
    ...renderScaling(service, context),
    ...renderRollbackAlarms(service, context),
    ...renderHookRole(service, context.facts.application.permissionsBoundary),
    Service: renderService(service, context, traffic),
  };
}

export const DISCOVERY_OUTPUT: { readonly [name: string]: Output } = {
  DiscoveryServiceARN: {
    Description: 'ARN of the Discovery Service.',
    Value: getAtt('DiscoveryService', 'Arn'),
    Export: { Name: sub('${AWS::StackName}-DiscoveryServiceARN') },
  },
};
