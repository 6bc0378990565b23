import type { Issue } from '../issues.js';
import { planDeployOrder } from '../plan/plan-deploy-order.js';
import type { PlannableStack } from '../plan/plannable-stack.js';
import type { MistakenWorkload } from '../workspace/find-reference-issues.js';
import type { RenderInput } from './render-input.js';

/**
 * Stacks that wait for each other, where some cannot be rendered: of those it is known what their manifests put before
 * them. Names that nobody has are told elsewhere.
 */
export function findCircles(
  rendered: readonly PlannableStack[],
  mistaken: readonly MistakenWorkload[],
  input: RenderInput,
): readonly Issue[] {
  const stacks = [...rendered, ...mistaken.map((workload) => sketchStack(workload, input))];
  const order = planDeployOrder(stacks, { known: stacks.flatMap(({ after }) => after) });
  return order.ok ? [] : order.issues;
}

function sketchStack(
  { source: { name }, repaired: { manifest } }: MistakenWorkload,
  { facts, environment }: RenderInput,
): PlannableStack {
  return {
    kind: 'workload',
    name,
    stackName: `${facts.application.name}-${environment}-${name}`,
    template: { Resources: {} },
    parameters: {},
    after: manifest.depends_on ?? [],
  };
}
