import { imagesToCome } from '../../core/check/check-workspace.js';
import type { Facts } from '../../core/facts/facts.js';
import { hasErrors, type Issue } from '../../core/issues.js';
import { planDeployOrder } from '../../core/plan/plan-deploy-order.js';
import { type BundleUpload, makeBundle } from '../../core/release/make-bundle.js';
import { renderRelease } from '../../core/render/render-release.js';
import { listNames } from '../../core/workspace/list-names.js';
import { readWorkspace } from '../../core/workspace/read-workspace.js';
import { readWorkspaceFiles } from '../read-input.js';

export type RenderOptions = {
  readonly environment: string;
  readonly facts: Partial<Facts>;
  readonly strict: boolean;
  /** Only these workloads and addons. */
  readonly names?: readonly string[];
};

export type Rendered =
  | { readonly ok: true; readonly made: BundleUpload; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** The release that a workspace would become. Images that are built are made up, the same for every workspace. */
export async function renderOffline(
  path: string,
  { environment, facts, strict, names }: RenderOptions,
): Promise<Rendered> {
  const read = await readWorkspaceFiles(path);
  if (!read.ok) return read;
  const { workspace, issues } = readWorkspace(read.files);
  const application = facts.application?.name ?? workspace.application ?? 'application';
  const images = imagesToCome(workspace, application, environment);
  const rendered = renderRelease({
    workspace,
    environment,
    strict,
    facts: {
      ...facts,
      application: { ...facts.application, name: application },
      workloadImages: { ...images, ...facts.workloadImages },
    },
    missingInputs: 'warning',
    ...(names ? { names } : {}),
  });
  if (!rendered.ok) return { ok: false, issues: [...issues, ...rendered.issues] };
  const order = planDeployOrder(rendered.stacks, { known: listNames(workspace) });
  const found = [...issues, ...rendered.issues, ...(order.ok ? [] : order.issues)];
  if (!order.ok || hasErrors(found)) return { ok: false, issues: found };
  const made = makeBundle({ application, environment, sourceCommit: null, stacks: order.stacks });
  return { ok: true, made, issues: found };
}
