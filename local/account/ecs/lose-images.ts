import type { ServiceRecord } from './ecs-records.js';
import type { EcsWorld } from './ecs-world.js';

const done = new WeakSet<ServiceRecord>();

/** `image-gone`: what the service runs now disappears from the registry, once. Running tasks go on. */
export function loseImages({ world, images }: EcsWorld, service: ServiceRecord): void {
  if (done.has(service) || !service.completed || !world.mishaps.hits('image-gone', service.owner))
    return;
  done.add(service);
  for (const { image } of service.completed.images) {
    const parsed = images.parse(image);
    if (parsed) images.remove(parsed.repository, parsed.digest ?? parsed.tag ?? 'latest');
  }
}
