import type { Template } from '../cloudformation.js';
import { getAtt } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { customResourceFunction } from '../custom-resource-function.js';
import { describeResource } from '../description.js';
import { awsManagedPolicy, iamRole, inlinePolicy, trustService } from '../iam.js';
import { managesDomain, type SiteSettings } from './settings.js';

/** Files are copied only when everything else is there: a new resource of the template belongs into this list. */
const BEFORE_COPY = [
  'Bucket',
  'BucketPolicyForCloudFront',
  'CloudFrontOriginAccessControl',
  'CloudFrontDistribution',
  'TriggerStateMachineFunction',
  'TriggerStateMachineFunctionRole',
  'CopyAssetsStateMachine',
  'CopyAssetsStateMachineRole',
  'EnvManagerS3Access',
];
const BEFORE_COPY_WITH_DOMAIN = [
  'CustomDomainAction',
  'CustomDomainFunction',
  'CustomDomainRole',
  'CertificateValidatorAction',
  'CertificateValidationFunction',
  'CertificateValidatorRole',
];

/** The custom resource that runs the copying whenever the list of files is another one. */
export function renderTrigger(
  settings: SiteSettings,
  context: RenderContext,
): Template['Resources'] {
  return {
    TriggerStateMachineFunction: describeResource(
      'A function that starts the copying of files',
      customResourceFunction(context, {
        code: 'TriggerStateMachineFunction',
        role: 'TriggerStateMachineFunctionRole',
      }),
    ),
    TriggerStateMachineFunctionRole: describeResource(
      'A role with which the copying of files is started',
      iamRole({
        trust: trustService('lambda.amazonaws.com'),
        boundary: settings.permissionsBoundary,
        policies: [
          inlinePolicy('TriggerStateMachine', [
            {
              actions: ['states:StartSyncExecution'],
              resources: [getAtt('CopyAssetsStateMachine', 'Arn')],
            },
          ]),
        ],
        managed: [awsManagedPolicy('service-role/AWSLambdaBasicExecutionRole')],
      }),
    ),
    TriggerStateMachineAction: describeResource('The copying of files to the bucket', {
      Type: 'Custom::TriggerStateMachine',
      DependsOn: [...BEFORE_COPY, ...(managesDomain(settings) ? BEFORE_COPY_WITH_DOMAIN : [])],
      Properties: {
        ServiceToken: getAtt('TriggerStateMachineFunction', 'Arn'),
        StateMachineARN: getAtt('CopyAssetsStateMachine', 'Arn'),
        AssetMappingFilePath: settings.mapping.key,
      },
    }),
  };
}
