import type { WorkloadManifest } from '../manifest/schema/workload.js';
import type { RenderedStack } from '../release/release.js';
import type { RenderContext } from '../template/context.js';
import { renderRequestDriven } from '../template/request-driven/render-request-driven.js';
import { renderStaticSite } from '../template/static-site/render-static-site.js';
import { renderBackendService } from '../template/workload/render-backend-service.js';
import { renderLoadBalancedWebService } from '../template/workload/render-load-balanced-web-service.js';
import { renderScheduledJob } from '../template/workload/render-scheduled-job.js';
import { renderWorkerService } from '../template/workload/render-worker-service.js';

/** The stack of a workload of any type, before overrides. */
export function renderWorkload(manifest: WorkloadManifest, context: RenderContext): RenderedStack {
  switch (manifest.type) {
    case 'Load Balanced Web Service':
      return renderLoadBalancedWebService(manifest, context);
    case 'Backend Service':
      return renderBackendService(manifest, context);
    case 'Worker Service':
      return renderWorkerService(manifest, context);
    case 'Scheduled Job':
      return renderScheduledJob(manifest, context);
    case 'Request-Driven Web Service':
      return renderRequestDriven(manifest, context);
    case 'Static Site':
      return renderStaticSite(manifest, context);
  }
}
