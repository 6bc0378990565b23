import type { Json } from '../../local/asl/api.js';

/** A state alone becomes a machine of one state, which AWS calls `StateName`. */
export function wrapState(definition: Json | undefined): Json | undefined {
  if (typeof definition !== 'object' || definition === null) return definition;
  if (!('Type' in definition) || 'States' in definition) return definition;
  return { StartAt: 'StateName', States: { StateName: definition as Json } };
}
