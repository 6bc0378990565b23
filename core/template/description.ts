import type { Resource } from './cloudformation.js';

/** The key that progress displays read from a change set's template to say what a resource is. */
const DESCRIPTION_KEY = 'aws:copilot:description';

export function describeResource(description: string, resource: Resource): Resource {
  return { ...resource, Metadata: { [DESCRIPTION_KEY]: description } };
}
