import { isBasicName, isStackNamePart } from '../resolve/names.js';
import type { BackendService } from '../schema/backend-service.js';
import type { LoadBalancedWebService } from '../schema/load-balanced-web-service.js';
import type { EcsWorkload, WorkloadManifest } from '../schema/workload.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../text/finding.js';
import { findAppRunnerMistakes } from './app-runner.js';
import { findContainerDependencyMistakes } from './container-dependencies.js';
import { findCountMistakes } from './count.js';
import { findDeploymentMistakes } from './deployment.js';
import { findPortMistakes } from './exposed-ports.js';
import { findHttpMistakes } from './http.js';
import { findImageMistakes } from './image.js';
import { findNetworkMistakes } from './network.js';
import { findNlbMistakes } from './nlb.js';
import { findPublishMistakes } from './publish.js';
import { findScheduleMistakes } from './schedule.js';
import { findHealthCheckDoubts, findLoggingMistakes, findSidecarMistakes } from './sidecars.js';
import { findStaticSiteMistakes } from './static-site.js';
import { findSubscribeMistakes } from './subscribe.js';
import { findTaskMistakes } from './task.js';
import { findTracingMistakes } from './tracing.js';

/** Every rule that spans fields or that a type cannot express, for a manifest merged for one environment. */
export function* findWorkloadMistakes(manifest: WorkloadManifest): Iterable<Finding> {
  yield* findNameMistakes(manifest);
  switch (manifest.type) {
    case 'Load Balanced Web Service':
      yield* findLoadBalancedMistakes(manifest);
      yield* findEcsMistakes(manifest);
      return;
    case 'Backend Service':
      yield* findBackendMistakes(manifest);
      yield* findEcsMistakes(manifest);
      return;
    case 'Worker Service':
      yield* findSubscribeMistakes(manifest.subscribe);
      yield* findDeploymentMistakes(manifest.deployment);
      yield* findEcsMistakes(manifest);
      return;
    case 'Scheduled Job':
      yield* findScheduleMistakes(manifest);
      yield* findEcsMistakes(manifest);
      return;
    case 'Request-Driven Web Service':
      yield* findAppRunnerMistakes(manifest);
      return;
    case 'Static Site':
      yield* findStaticSiteMistakes(manifest);
      return;
  }
}

function* findNameMistakes({
  name,
  depends_on: dependsOn = [],
}: WorkloadManifest): Iterable<Finding> {
  const hint =
    'names start with a letter and hold two or more lower-case letters, numbers and single hyphens';
  if (name === '') yield errorAt(['name'], '"name" must be specified');
  else if (!isStackNamePart(name)) {
    yield errorAt(['name'], `${quoteFound(name)} cannot be part of the name of a stack`, hint);
  } else if (!isBasicName(name)) {
    yield warningAt(['name'], `${quoteFound(name)} is no name that Copilot would take`, hint);
  }
  for (const [index, other] of dependsOn.entries()) {
    if (other === name) yield errorAt(['depends_on', index], 'a workload cannot depend on itself');
  }
}

function* findEcsMistakes(manifest: EcsWorkload): Iterable<Finding> {
  yield* findImageMistakes(manifest.image, ['image']);
  yield* findHealthCheckDoubts(manifest.image.healthcheck, ['image', 'healthcheck']);
  yield* findTaskMistakes(manifest);
  yield* findCountMistakes(manifest);
  yield* findLoggingMistakes(manifest.logging);
  yield* findSidecarMistakes(manifest.sidecars);
  yield* findNetworkMistakes(manifest);
  yield* findPublishMistakes(manifest.publish);
  yield* findContainerDependencyMistakes(manifest);
  yield* findPortMistakes(manifest);
  if (manifest.type !== 'Scheduled Job') {
    yield* findTracingMistakes(manifest.observability, 'warning');
  }
}

const REQUEST_METRICS = ['requests', 'response_time'] as const;

function* findLoadBalancedMistakes(manifest: LoadBalancedWebService): Iterable<Finding> {
  const { http, nlb, count } = manifest;
  yield* findHttpMistakes(http);
  yield* findNlbMistakes(nlb);
  yield* findDeploymentMistakes(manifest.deployment);
  if (http === false && nlb === undefined) {
    yield errorAt(
      ['http'],
      'must specify at least one of "http" or "nlb"',
      'add nlb.port, or http.path',
    );
  }
  if (typeof http === 'object' && typeof http.healthcheck === 'object') {
    const isTwice =
      http.healthcheck.grace_period !== undefined && nlb?.healthcheck?.grace_period !== undefined;
    if (isTwice) {
      const message =
        'must specify one, not both, of "http.healthcheck.grace_period" and "nlb.healthcheck.grace_period"';
      yield errorAt(
        ['nlb', 'healthcheck', 'grace_period'],
        message,
        'a service has one grace period',
      );
    }
  }
  if (http !== false || typeof count === 'number') return;
  for (const metric of REQUEST_METRICS) {
    if (count[metric] === undefined) continue;
    const message = 'scaling based on "nlb" requests or response time is not supported';
    yield errorAt(['count', metric], message, 'scale on cpu_percentage or memory_percentage');
  }
}

function* findBackendMistakes(manifest: BackendService): Iterable<Finding> {
  yield* findHttpMistakes(manifest.http);
  yield* findDeploymentMistakes(manifest.deployment);
  if (manifest.http !== undefined || typeof manifest.count === 'number') return;
  for (const metric of REQUEST_METRICS) {
    if (manifest.count[metric] === undefined) continue;
    const message = `"http" must be specified if "count.${metric}" is specified`;
    yield errorAt(['count', metric], message, 'add http.path, or scale on cpu_percentage');
  }
}
