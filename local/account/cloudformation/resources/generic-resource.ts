import { makeAttributes } from './attributes.js';
import { findDurationMs } from './durations.js';
import { makePhysicalId } from './physical-ids.js';
import type { ResourceProvider, ResourceRequest, ResourceState } from './provider.js';

/** Seconds of a resource's time that go by before its physical id is known. */
const INITIATION_SHARE = 0.2;

const findDuration = (request: ResourceRequest, action: 'create' | 'update' | 'remove'): number => {
  const { world } = request.run.engine;
  const chance = world.dice.roll(`duration/${request.stack.name}/${request.logicalId}`);
  return findDurationMs(request.type, action, chance);
};

export const nameOf = (request: ResourceRequest) => ({
  world: request.run.engine.world,
  stackName: request.stack.name,
  logicalId: request.logicalId,
  type: request.type,
  properties: request.properties,
});

/** What a special type adds to the ordinary course. */
export type Effects = {
  physicalId?(request: ResourceRequest): string;
  attributes?(request: ResourceRequest, physicalId: string): ResourceState['attributes'];
  /** Makes or changes what other services show. */
  apply?(request: ResourceRequest, state: ResourceState): void;
  /** May throw a ResourceFailure. */
  destroy?(request: ResourceRequest, physicalId: string): void;
};

/** A resource that takes its time and is then there, with effects on other services where given. */
export function createResourceProvider(effects: Effects = {}): ResourceProvider {
  const describe = (request: ResourceRequest, physicalId: string): ResourceState => {
    const made = makeAttributes(
      request.run.engine.world,
      request.type,
      physicalId,
      request.properties,
    );
    return { physicalId, attributes: { ...made, ...effects.attributes?.(request, physicalId) } };
  };
  const findId = (request: ResourceRequest): string =>
    effects.physicalId?.(request) ?? makePhysicalId(nameOf(request));
  return {
    create: async (request) => {
      const duration = findDuration(request, 'create');
      await request.sleep(duration * INITIATION_SHARE);
      const physicalId = findId(request);
      request.initiated(physicalId);
      await request.sleep(duration * (1 - INITIATION_SHARE));
      const state = describe(request, physicalId);
      effects.apply?.(request, state);
      return state;
    },
    update: async (request, before) => {
      await request.sleep(findDuration(request, 'update'));
      const state = describe(request, before.physicalId);
      effects.apply?.(request, state);
      return state;
    },
    remove: async (request, record) => {
      await request.sleep(findDuration(request, 'remove'));
      effects.destroy?.(request, record.physicalId);
    },
    place: (request) => {
      const state = describe(request, findId(request));
      effects.apply?.(request, state);
      return state;
    },
  };
}
