import { parseGoDuration } from '../../manifest/resolve/go-duration.js';
import { resolveHttpHealthCheck } from '../../manifest/resolve/health-checks.js';
import type { RequestDrivenWebService } from '../../manifest/schema/request-driven-web-service.js';
import { addonsTemplateUrl } from '../addons-stack.js';
import type { CfnObject, Parameter } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import { mainImage } from '../containers/images.js';
import type { RenderContext } from '../context.js';

const TEXT: Parameter = { Type: 'String' };
const OPTIONAL: Parameter = { Type: 'String', Default: '' };

export const REQUEST_DRIVEN_PARAMETERS: { readonly [name: string]: Parameter } = {
  AppName: TEXT,
  EnvName: TEXT,
  WorkloadName: TEXT,
  ContainerImage: TEXT,
  ContainerPort: { Type: 'Number' },
  ImageRepositoryType: TEXT,
  InstanceCPU: TEXT,
  InstanceMemory: TEXT,
  HealthCheckPath: OPTIONAL,
  HealthCheckInterval: OPTIONAL,
  HealthCheckTimeout: OPTIONAL,
  HealthCheckHealthyThreshold: OPTIONAL,
  HealthCheckUnhealthyThreshold: OPTIONAL,
  AddonsTemplateURL: OPTIONAL,
  ArtifactKeyARN: TEXT,
};

const isSet = (parameter: string): CfnObject => ({
  'Fn::Not': [{ 'Fn::Equals': [ref(parameter), ''] }],
});

export const REQUEST_DRIVEN_CONDITIONS: CfnObject = {
  // App Runner refuses an access role for images of ECR Public.
  NeedsAccessRole: { 'Fn::Equals': [ref('ImageRepositoryType'), 'ECR'] },
  HasHealthCheckPath: isSet('HealthCheckPath'),
  HasHealthCheckInterval: isSet('HealthCheckInterval'),
  HasHealthCheckTimeout: isSet('HealthCheckTimeout'),
  HasHealthCheckHealthyThreshold: isSet('HealthCheckHealthyThreshold'),
  HasHealthCheckUnhealthyThreshold: isSet('HealthCheckUnhealthyThreshold'),
  HasAddons: isSet('AddonsTemplateURL'),
};

/** Values of the parameters; those of the health check only where the manifest sets them. */
export function resolveParameters(
  manifest: RequestDrivenWebService,
  context: RenderContext,
): { readonly [name: string]: string } {
  const image = mainImage(manifest, context);
  return {
    AppName: context.application,
    EnvName: context.environment,
    WorkloadName: manifest.name,
    ContainerImage: image,
    ContainerPort: String(manifest.image.port),
    ImageRepositoryType: findRepositoryType(image) ?? '',
    InstanceCPU: String(manifest.cpu),
    InstanceMemory: String(manifest.memory),
    ...resolveHealthCheck(manifest),
    AddonsTemplateURL: addonsTemplateUrl(context),
    ArtifactKeyARN: context.facts.environment?.artifactKeyArn ?? '',
  };
}

/** App Runner takes images of ECR and ECR Public only; undefined for others. */
export function findRepositoryType(image: string): 'ECR' | 'ECR_PUBLIC' | undefined {
  if (/^\d{12}\.dkr\.ecr\.[^.]+\.amazonaws\.com\//.test(image)) return 'ECR';
  return image.startsWith('public.ecr.aws/') ? 'ECR_PUBLIC' : undefined;
}

function resolveHealthCheck(manifest: RequestDrivenWebService): { [name: string]: string } {
  const check = resolveHttpHealthCheck(manifest.http?.healthcheck);
  const seconds = (duration: string): string => String(Math.trunc(parseGoDuration(duration)));
  const values: { [name: string]: string } = {};
  if (check.path !== undefined) values.HealthCheckPath = check.path;
  if (check.interval !== undefined) values.HealthCheckInterval = seconds(check.interval);
  if (check.timeout !== undefined) values.HealthCheckTimeout = seconds(check.timeout);
  if (check.healthy_threshold !== undefined) {
    values.HealthCheckHealthyThreshold = String(check.healthy_threshold);
  }
  if (check.unhealthy_threshold !== undefined) {
    values.HealthCheckUnhealthyThreshold = String(check.unhealthy_threshold);
  }
  return values;
}
