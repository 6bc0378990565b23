import type { RequestDrivenWebService } from '../../manifest/schema/request-driven-web-service.js';
import type { CfnObject, CfnValue, Template } from '../cloudformation.js';
import { getAtt } from '../cloudformation.js';
import { SECRET_STATEMENTS } from '../containers/execution-role.js';
import type { RenderContext } from '../context.js';
import { describeResource } from '../description.js';
import { awsManagedPolicy, iamRole, inlinePolicy, trustService } from '../iam.js';
import { topicReferences } from '../messaging/topics.js';
import { roleDescription } from '../role-description.js';
import { hasSecrets } from './secrets.js';

/** The role that pulls the image, and the role of the containers. */
export function renderRoles(
  manifest: RequestDrivenWebService,
  context: RenderContext,
): Template['Resources'] {
  const boundary = context.facts.application.permissionsBoundary;
  return {
    AccessRole: {
      ...describeResource(
        roleDescription('An IAM role', boundary, 'with which App Runner pulls your image from ECR'),
        iamRole({
          trust: trustService('build.apprunner.amazonaws.com'),
          boundary,
          managed: [awsManagedPolicy('service-role/AWSAppRunnerServicePolicyForECRAccess')],
        }),
      ),
      Condition: 'NeedsAccessRole',
    },
    InstanceRole: describeResource(
      roleDescription('An IAM role', boundary, 'for the containers of your service'),
      iamRole({
        trust: trustService('tasks.apprunner.amazonaws.com'),
        boundary,
        managed: findAddonPolicies(context),
        policies: renderInstancePolicies(manifest, context),
      }),
    ),
  };
}

function findAddonPolicies(context: RenderContext): readonly CfnValue[] {
  return (context.addons?.outputs ?? [])
    .filter(({ kind }) => kind === 'managed-policy')
    .map(({ name }) => getAtt('AddonsStack', `Outputs.${name}`));
}

function renderInstancePolicies(
  manifest: RequestDrivenWebService,
  context: RenderContext,
): readonly CfnObject[] {
  const topics = topicReferences(manifest.publish);
  return [
    inlinePolicy('DenyIAM', [{ effect: 'Deny', actions: ['iam:*'], resources: ['*'] }]),
    ...(hasSecrets(manifest, context)
      ? [inlinePolicy('AccessCopilotTaggedSecrets', SECRET_STATEMENTS)]
      : []),
    ...(topics.length === 0
      ? []
      : [inlinePolicy('Publish2SNS', [{ actions: ['sns:Publish'], resources: topics }])]),
    ...(hasTracing(manifest) ? [tracingPolicy] : []),
  ];
}

export function hasTracing(manifest: RequestDrivenWebService): boolean {
  return manifest.observability?.tracing?.toUpperCase() === 'AWSXRAY';
}

const tracingPolicy = inlinePolicy('EnableAWSXRayTracing', [
  {
    actions: [
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:GetSamplingStatisticSummaries',
      'ssm:GetParameters',
    ],
    resources: ['*'],
  },
]);
