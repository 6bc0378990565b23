import type { RenderContext } from './context.js';

/**
 * Tags of a stack, which CloudFormation hands on to its resources: what the user asked for, then Copilot's own,
 * which win. `workload` is the name of the service or job, where the stack is one.
 */
export function renderStackTags(
  context: Pick<RenderContext, 'facts' | 'application' | 'environment'>,
  workload?: string,
): { readonly [name: string]: string } {
  const tags = {
    ...context.facts.resourceTags,
    'copilot-application': context.application,
    'copilot-environment': context.environment,
    ...(workload === undefined ? {} : { 'copilot-service': workload }),
  };
  return Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}
