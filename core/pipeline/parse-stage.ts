import type { PipelineAction, PipelineDeployment, PipelineStage } from './pipeline-manifest.js';
import type { StageShape } from './pipeline-schema.js';
import { rankNames } from './ranks.js';

export type StageFinding = {
  readonly severity: 'error' | 'warning';
  /** Below the stage. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint: string;
};

type Named = { readonly name: string; readonly dependsOn: readonly string[] };
type ActionShapes = StageShape['pre_deployments'];

/** Makes a typed stage, with everything that is wrong with it. */
export function parseStage(shape: StageShape): {
  readonly stage: PipelineStage;
  readonly findings: readonly StageFinding[];
} {
  const findings = [...checkStage(shape)];
  const name = shape.name ?? shape.env;
  const deployments = shape.deployments && parseDeployments(shape.deployments);
  findings.push(...checkOrder('deployments', 'deployment', deployments ?? []));
  const [preDeployments, postDeployments] = (['pre_deployments', 'post_deployments'] as const).map(
    (key) => {
      const { actions, findings: ofActions } = parseActions(key, shape[key]);
      findings.push(...ofActions);
      return actions;
    },
  );
  const stage: PipelineStage = {
    name: name ?? '',
    environment: shape.env ?? name ?? '',
    requiresApproval: shape.requires_approval ?? shape.require_approval ?? false,
    testCommands: shape.test_commands ?? [],
    deployments: deployments && deployments.length > 0 ? deployments : undefined,
    preDeployments: preDeployments ?? [],
    postDeployments: postDeployments ?? [],
  };
  return { stage, findings };
}

function checkStage(shape: StageShape): readonly StageFinding[] {
  const findings: StageFinding[] = [];
  if (shape.name === undefined && shape.env === undefined)
    findings.push({
      severity: 'error',
      path: [],
      message: '"name" must be specified',
      hint: 'the name of a stage is the environment it deploys to',
    });
  if (shape.require_approval !== undefined)
    findings.push({
      severity: 'warning',
      path: ['require_approval'],
      message: '"require_approval" is spelled "requires_approval"',
      hint: 'it is taken as that here; AWS Copilot ignored it, and deployed without an approval',
    });
  if ((shape.test_commands ?? []).length > 0 && shape.post_deployments)
    findings.push({
      severity: 'error',
      path: ['test_commands'],
      message: 'must specify one, not both, of "post_deployments" and "test_commands"',
      hint: 'move the commands into the buildspec of a post-deployment',
    });
  return findings;
}

function parseDeployments(
  shapes: NonNullable<StageShape['deployments']>,
): readonly PipelineDeployment[] {
  return sortedEntries(shapes).map(([name, shape]) => ({
    name,
    dependsOn: shape?.depends_on ?? [],
    stackName: shape?.stack_name,
    templatePath: shape?.template_path,
    templateConfig: shape?.template_config,
  }));
}

function parseActions(key: 'pre_deployments' | 'post_deployments', shapes: ActionShapes) {
  const entries = sortedEntries(shapes ?? {});
  const actions = entries.map(
    ([name, shape]): PipelineAction => ({
      name,
      dependsOn: shape?.depends_on ?? [],
      buildspec: shape?.buildspec ?? '',
    }),
  );
  const withoutBuildspec = actions
    .filter(({ buildspec }) => buildspec === '')
    .map(
      ({ name }): StageFinding => ({
        severity: 'error',
        path: [key, name],
        message: '"buildspec" must be specified',
        hint: 'give the path of a buildspec, relative to the workspace root',
      }),
    );
  return { actions, findings: [...withoutBuildspec, ...checkOrder(key, 'action', actions)] };
}

/** Unknown names in `depends_on`, and cycles. Copilot checks the names of deployments only. */
function checkOrder(
  key: string,
  what: 'deployment' | 'action',
  items: readonly Named[],
): readonly StageFinding[] {
  const dependsOn = new Map(items.map((item) => [item.name, item.dependsOn]));
  const unknown = items.flatMap(({ name, dependsOn: needs }) =>
    needs
      .filter((other) => !dependsOn.has(other))
      .map(
        (other): StageFinding => ({
          severity: 'error',
          path: [key, name, 'depends_on', needs.indexOf(other)],
          message: `dependency ${what} named '${other}' of '${name}' does not exist`,
          hint: `known here: ${[...dependsOn.keys()].join(', ')}`,
        }),
      ),
  );
  const ranked = rankNames(dependsOn);
  if (ranked.ok) return unknown;
  const cycle: StageFinding = {
    severity: 'error',
    path: [key, ranked.cycle[0] ?? '', 'depends_on'],
    message: `find an ordering for ${key.replace('_', '-')}: graph contains a cycle: ${ranked.cycle.join(' -> ')}`,
    hint: 'remove one of these dependencies',
  };
  return [...unknown, cycle];
}

function sortedEntries<T>(map: { readonly [name: string]: T }): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
