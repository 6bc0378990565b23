import type { RenderedStack } from '../../release/release.js';
import type { RenderContext } from '../context.js';
import { renderStackTags } from '../stack-tags.js';
import { ROLE_OUTPUTS } from './outputs.js';
import { resolveBootstrapParameters } from './parameter-values.js';
import { BOOTSTRAP_PARAMETERS } from './parameters.js';
import { resolveArtifacts } from './resolve-environment.js';
import { renderRoles } from './roles.js';

/**
 * The environment stack as `env init` makes it: only the two roles, which the first full deployment needs to have.
 * `renderEnvironment` then updates the same stack.
 */
export function renderBootstrapEnvironment(
  context: Pick<RenderContext, 'facts' | 'application' | 'environment'>,
): RenderedStack {
  const { application, environment, facts } = context;
  return {
    kind: 'environment',
    name: environment,
    type: 'Environment',
    stackName: `${application}-${environment}`,
    template: {
      Description: 'The roles with which the environment and its workloads are made.',
      Metadata: { Version: 'bootstrap' },
      Parameters: BOOTSTRAP_PARAMETERS,
      Resources: renderRoles({
        artifacts: resolveArtifacts(context),
        permissionsBoundary: facts.application.permissionsBoundary,
        certificates: [],
        ownsAccessLogsBucket: false,
      }),
      Outputs: ROLE_OUTPUTS,
    },
    parameters: resolveBootstrapParameters(context),
    tags: renderStackTags(context),
    assets: [],
    after: [],
    images: [],
    alarms: { created: [], named: [] },
  };
}
