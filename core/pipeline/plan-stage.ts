import type { PipelineStage } from './pipeline-manifest.js';
import { rankNames } from './ranks.js';

/** Actions of one `runOrder` run side by side; a higher one starts when all lower ones are done. */
export type StageAction = { readonly name: string; readonly runOrder: number } & (
  | { readonly kind: 'approval' }
  | { readonly kind: 'pre-deployment' | 'post-deployment'; readonly buildspec: string }
  | {
      readonly kind: 'deployment';
      /** Name in the workspace, or whatever a deployment with paths of its own is called. */
      readonly target: string;
      readonly stackName: string;
      readonly templatePath: string;
      readonly templateConfig: string;
    }
  | { readonly kind: 'test-commands'; readonly commands: readonly string[] }
);

export type StageDefaults = {
  readonly application: string;
  /** Names of workloads in the workspace: what a stage without `deployments` deploys. */
  readonly workloads: readonly string[];
};

type Ranked = { readonly name: string; readonly dependsOn: readonly string[] };

/**
 * What a stage does and in which order: approval, pre-deployments, deployments, then post-deployments or test
 * commands, each group ranked by its own `depends_on`. The stage must come from `parsePipeline`, which refuses cycles.
 * A stage with nothing to deploy keeps its approval and its tests; Copilot drops it without a word.
 */
export function planStage(stage: PipelineStage, defaults: StageDefaults): readonly StageAction[] {
  const { environment } = stage;
  const deployments = stage.deployments ?? defaults.workloads.map(defaultDeployment);
  const approval: StageAction[] = stage.requiresApproval
    ? [{ kind: 'approval', name: `ApprovePromotionTo-${environment}`, runOrder: 1 }]
    : [];
  const pre = inOrder(stage.preDeployments, approval).map(
    ([action, runOrder]): StageAction => ({
      kind: 'pre-deployment',
      name: action.name,
      buildspec: action.buildspec,
      runOrder,
    }),
  );
  const deploy = inOrder(deployments, [...approval, ...pre]).map(
    ([deployment, runOrder]): StageAction => {
      const { name, stackName, templatePath, templateConfig } = deployment;
      return {
        kind: 'deployment',
        name: `CreateOrUpdate-${name}-${environment}`,
        target: name,
        stackName: stackName ?? `${defaults.application}-${environment}-${name}`,
        templatePath: templatePath ?? `infrastructure/${name}-${environment}.stack.yml`,
        templateConfig: templateConfig ?? `infrastructure/${name}-${environment}.params.json`,
        runOrder,
      };
    },
  );
  const before = [...approval, ...pre, ...deploy];
  const post = inOrder(stage.postDeployments, before).map(
    ([action, runOrder]): StageAction => ({
      kind: 'post-deployment',
      name: action.name,
      buildspec: action.buildspec,
      runOrder,
    }),
  );
  const tests: StageAction[] =
    stage.testCommands.length > 0
      ? [
          {
            kind: 'test-commands',
            name: 'TestCommands',
            commands: stage.testCommands,
            runOrder: lastOrder(before) + 1,
          },
        ]
      : [];
  return [...before, ...post, ...tests];
}

function defaultDeployment(name: string) {
  return {
    name,
    dependsOn: [],
    stackName: undefined,
    templatePath: undefined,
    templateConfig: undefined,
  };
}

/** Items sorted by name, each with its order after everything in `before`. */
function inOrder<T extends Ranked>(
  items: readonly T[],
  before: readonly StageAction[],
): readonly (readonly [T, number])[] {
  const ranked = rankNames(new Map(items.map((item) => [item.name, item.dependsOn])));
  const first = lastOrder(before) + 1;
  return [...items]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((item) => [item, first + (ranked.ok ? (ranked.ranks.get(item.name) ?? 0) : 0)] as const);
}

function lastOrder(actions: readonly StageAction[]): number {
  return Math.max(0, ...actions.map((action) => action.runOrder));
}
