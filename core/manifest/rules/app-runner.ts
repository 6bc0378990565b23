import { resolveHttpHealthCheck } from '../resolve/health-checks.js';
import { resolvePlatform } from '../resolve/platforms.js';
import type { RequestDrivenWebService } from '../schema/request-driven-web-service.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../text/finding.js';
import { findEnvironmentValueMistakes } from './environment-values.js';
import { findImageMistakes } from './image.js';
import { findPlatformMistakes } from './platform.js';
import { findPublishMistakes } from './publish.js';
import { findTracingMistakes } from './tracing.js';

const REGISTRY = /^(?:\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?|public\.ecr\.aws)\//;
/** A service's name; the name of its stack is longer by application and environment. */
const MAX_NAME = 40;

export function* findAppRunnerMistakes(service: RequestDrivenWebService): Iterable<Finding> {
  if (service.name.length > MAX_NAME) {
    yield errorAt(
      ['name'],
      `must have at most ${MAX_NAME} characters, found ${service.name.length}`,
    );
  }
  yield* findImageMistakes(service.image, ['image']);
  const { location } = service.image;
  if (location !== undefined && location !== '' && !REGISTRY.test(location)) {
    const message = `App Runner takes images from ECR and ECR Public only, found ${quoteFound(location)}`;
    yield errorAt(['image', 'location'], message, 'push the image to ECR, or use image.build');
  }
  yield* findArchitectureMistakes(service);
  yield* findEnvironmentValueMistakes(service, []);
  yield* findPublishMistakes(service.publish);
  yield* findPlacementOfAppRunner(service);
  yield* findTracingMistakes(service.observability, 'error');
  yield* findHealthCheckDoubts(service);
}

/** Copilot refuses every platform here, by a slip; what App Runner runs is x86 on Linux. */
function* findArchitectureMistakes(service: RequestDrivenWebService): Iterable<Finding> {
  yield* findPlatformMistakes(service.platform);
  const platform = resolvePlatform(service.platform);
  if (platform?.isWindows) {
    yield errorAt(['platform'], 'Windows is not supported for App Runner services');
  }
  if (platform?.isArm) {
    const message = 'App Runner services can only build on amd64 and x86_64 architectures';
    yield errorAt(['platform'], message);
  }
}

function* findPlacementOfAppRunner(service: RequestDrivenWebService): Iterable<Finding> {
  const placement = service.network?.vpc?.placement;
  if (typeof placement !== 'string' || placement === 'private') return;
  const message =
    placement === 'public'
      ? `placement "public" is not supported for ${service.type}`
      : `placement must be private, found ${quoteFound(placement)}`;
  yield errorAt(
    ['network', 'vpc', 'placement'],
    message,
    'write private, name subnets, or leave it out',
  );
}

function* findHealthCheckDoubts(service: RequestDrivenWebService): Iterable<Finding> {
  const check = resolveHttpHealthCheck(service.http?.healthcheck);
  for (const key of ['port', 'success_codes', 'grace_period'] as const) {
    if (check[key] === undefined) continue;
    yield warningAt(['http', 'healthcheck', key], `App Runner has no ${key}: no effect`);
  }
}
