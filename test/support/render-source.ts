import type { RenderedStack } from '../../core/release/release.js';
import { renderWorkload } from '../../core/render/render-workload.js';
import type { Resource } from '../../core/template/cloudformation.js';
import type { RenderContext } from '../../core/template/context.js';
import type { WorkloadSource } from '../../core/workspace/workspace.js';
import { getManifest, parse } from './manifests.js';
import { aRenderContext } from './render-context.js';

/** The stack of a manifest; one with errors fails the test. */
export function renderSource(
  source: WorkloadSource,
  over: Partial<RenderContext> = {},
): RenderedStack {
  return renderWorkload(getManifest(parse(source)), aRenderContext(over));
}

/** `Service.Properties.LoadBalancers.0` below a value; undefined where a step is missing. */
export function valueAt(root: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root);
}

/** A resource that must be there. */
export function getResource(stack: RenderedStack, id: string): Resource {
  const resource = stack.template.Resources[id];
  if (resource === undefined) {
    throw new Error(`no ${id} among ${Object.keys(stack.template.Resources).join(', ')}`);
  }
  return resource;
}

/** Property of a resource, by path. */
export function propertyOf(stack: RenderedStack, id: string, path: string): unknown {
  return valueAt(getResource(stack, id).Properties, path);
}

/** Logical ids of resources of a type, in their order. */
export function idsOfType(stack: RenderedStack, type: string): readonly string[] {
  return Object.entries(stack.template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id]) => id);
}

/** Export of the environment stack as a template reads it. */
export const anExport = (name: string) => ({
  'Fn::ImportValue': { 'Fn::Sub': `\${AppName}-\${EnvName}-${name}` },
});
