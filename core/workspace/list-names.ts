import type { Workspace } from './workspace.js';

/** Names that manifests may depend on: workloads and environment addons, those too whose manifests cannot be told. */
export function listNames({
  workloads,
  environmentAddons,
  leftOut,
}: Pick<Workspace, 'workloads' | 'environmentAddons' | 'leftOut'>): readonly string[] {
  return [...[...workloads, ...environmentAddons].map(({ name }) => name), ...leftOut];
}
