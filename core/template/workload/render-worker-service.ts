import type { WorkerService } from '../../manifest/schema/worker-service.js';
import type { RenderedStack } from '../../release/release.js';
import { NO_VALUE } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { renderSubscriptions } from '../messaging/subscriptions.js';
import { guardAlarms } from '../service/rollback-alarms.js';
import { renderEcsStack } from './ecs-stack.js';
import { renderServiceResources } from './service-parts.js';
import { IS_GOV_CLOUD } from './template-parameters.js';

/** Publishers in this workspace: their topics must exist before a queue can subscribe. */
function publishers(service: WorkerService, context: RenderContext): readonly string[] {
  const known = new Set(context.workspace.workloads.map(({ name }) => name));
  return (service.subscribe?.topics ?? [])
    .map((topic) => topic.service)
    .filter((name) => known.has(name));
}

/** The stack of a Worker Service: a service that takes its work from queues. */
export function renderWorkerService(service: WorkerService, context: RenderContext): RenderedStack {
  return renderEcsStack(service, context, {
    description: 'A worker service on Amazon ECS.',
    parameters: {},
    values: {},
    conditions: IS_GOV_CLOUD,
    resources: {
      ...renderServiceResources(service, context, {
        dependsOn: [],
        loadBalancers: [],
        gracePeriod: undefined,
        // In so many words, so that an update removes a registry that was there before.
        serviceRegistries: NO_VALUE,
      }),
      ...renderSubscriptions(service),
    },
    outputs: {},
    alarms: guardAlarms(service, context),
    after: publishers(service, context),
  });
}
