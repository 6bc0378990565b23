import type { Facts } from '../facts/facts.js';
import type { Issue } from '../issues.js';
import { findPipelineDoubts } from '../pipeline/find-pipeline-doubts.js';
import { parsePipeline } from '../pipeline/parse-pipeline.js';
import { planDeployOrder } from '../plan/plan-deploy-order.js';
import { renderRelease } from '../render/render-release.js';
import { listNames } from '../workspace/list-names.js';
import { sortIssues } from '../workspace/sort-issues.js';
import { findEnvironmentNames, validateWorkspace } from '../workspace/validate-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import { assumeImages, listBuiltContainers } from './assume-images.js';

export type CheckOptions = {
  /** Environments to check for; all that the workspace speaks of where absent. */
  readonly environments?: readonly string[];
  readonly application: string;
  readonly facts: Partial<Facts>;
  readonly strict: boolean;
};

/**
 * Every mistake of a workspace that can be found without AWS, each told once: manifests, addons, overrides, pipelines,
 * circles between workloads. Inputs that only a deployment has (pushed images, load balancers) are not missed.
 */
export function checkWorkspace(workspace: Workspace, options: CheckOptions): readonly Issue[] {
  const { application, facts, strict } = options;
  const environments = options.environments ?? findEnvironmentNames(workspace);
  const manifests = validateWorkspace(workspace, {
    application,
    variables: facts.variables ?? {},
    strict,
    ...(options.environments ? { environments: options.environments } : {}),
  });
  const known = listNames(workspace);
  const rendered = environments.flatMap((environment) => {
    const release = renderRelease({
      workspace,
      environment,
      strict,
      facts: {
        ...facts,
        application: { ...facts.application, name: application },
        workloadImages: {
          ...imagesToCome(workspace, application, environment),
          ...facts.workloadImages,
        },
      },
      missingInputs: 'warning',
    });
    const order = release.ok ? planDeployOrder(release.stacks, { known }) : undefined;
    const issues = [...release.issues, ...(order?.ok === false ? order.issues : [])];
    // Of an environment that is only guessed nothing is missing.
    const isGuessed = options.environments === undefined && workspace.environments.length === 0;
    const own = `copilot/environments/${environment}/manifest.yml`;
    return isGuessed ? issues.filter(({ file }) => file !== own) : issues;
  });
  const pipelines = workspace.pipelines.flatMap((source) => {
    const parsed = parsePipeline(source, strict);
    return [
      ...parsed.issues,
      ...(parsed.ok ? findPipelineDoubts(parsed.pipeline, source, workspace) : []),
    ];
  });
  return sortIssues([...manifests, ...rendered, ...pipelines]);
}

/** Images are pushed when something is deployed; their absence is no mistake of the workspace. */
export function imagesToCome(
  workspace: Workspace,
  application: string,
  environment: string,
): NonNullable<Facts['workloadImages']> {
  return Object.fromEntries(
    workspace.workloads.map(({ name, text }) => [
      name,
      assumeImages(application, name, listBuiltContainers(name, text, environment), 'to come'),
    ]),
  );
}
