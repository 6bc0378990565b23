import { findAdvancedCount, findRange } from '../../manifest/resolve/counts.js';
import type { AdvancedCount, Count } from '../../manifest/schema/count.js';
import type { EcsService } from '../../manifest/schema/workload.js';
import type { CfnObject, CfnValue } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import type { RenderContext } from '../context.js';

export type Autoscaling = {
  readonly count: AdvancedCount;
  readonly min: number;
  readonly max: number;
};

/** A map with a `spot` count is a fixed count; every other map scales. */
export function findAutoscaling(count: Count): Autoscaling | undefined {
  const advanced = findAdvancedCount(count);
  if (advanced === undefined || advanced.spot !== undefined) return undefined;
  if (Object.values(advanced).every((value) => value === undefined)) return undefined;
  const range = advanced.range === undefined ? undefined : findRange(advanced.range);
  return { count: advanced, min: range?.min ?? 0, max: range?.max ?? 0 };
}

/**
 * Spot capacity: all tasks with `count.spot`, or those from `spot_from` on. The ones below run on demand, as the
 * base of a provider that gets no others.
 */
export function capacityProviders(count: Count): readonly CfnObject[] {
  const advanced = findAdvancedCount(count);
  const range = advanced?.range === undefined ? undefined : findRange(advanced.range);
  const spotFrom = range?.spotFrom;
  if (advanced === undefined || (advanced.spot === undefined && spotFrom === undefined)) return [];
  const spot: CfnObject = { CapacityProvider: 'FARGATE_SPOT', Weight: 1 };
  if (spotFrom === undefined || spotFrom < (range?.min ?? 0)) return [spot];
  return [spot, { CapacityProvider: 'FARGATE', Weight: 0, Base: Math.max(0, spotFrom - 1) }];
}

/**
 * `DesiredCount`, undefined for a scaled service that exists already: then CloudFormation leaves out the count when
 * it updates the service, so a deployment does not undo what autoscaling did (AWS::ECS::Service, DesiredCount).
 */
export function desiredCount(service: EcsService, context: RenderContext): CfnValue | undefined {
  const isScaled = findAutoscaling(service.count) !== undefined;
  const exists = context.facts.desiredCounts?.[service.name] !== undefined;
  return isScaled && exists ? undefined : ref('TaskCount');
}
