import type { Template } from '../cloudformation.js';
import { sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { iamRole, inlinePolicy, policyDocument, trustService } from '../iam.js';
import { renderManagerStatements } from './manager-role-statements.js';
import type { ArtifactStore } from './settings.js';

export type RoleSettings = {
  readonly artifacts: ArtifactStore;
  readonly permissionsBoundary: string | undefined;
  /** ARNs of all certificates that the manifest names. */
  readonly certificates: readonly string[];
  readonly ownsAccessLogsBucket: boolean;
};

/** The two roles that exist before anything else of an environment, and outlive it. */
export function renderRoles(settings: RoleSettings): Template['Resources'] {
  const { permissionsBoundary: boundary } = settings;
  return {
    CloudformationExecutionRole: {
      ...describeResource(
        'A role with which CloudFormation manages resources',
        iamRole({
          trust: trustService('cloudformation.amazonaws.com'),
          boundary,
          name: sub('${AWS::StackName}-CFNExecutionRole'),
          path: '/',
          policies: [executionPolicy],
        }),
      ),
      DeletionPolicy: 'Retain',
    },
    EnvironmentManagerRole: {
      ...describeResource(
        'A role with which resources of the environment are described',
        iamRole({
          trust: trustTools,
          boundary,
          name: sub('${AWS::StackName}-EnvManagerRole'),
          path: '/',
          policies: [inlinePolicy('root', renderManagerStatements(settings))],
        }),
      ),
      DeletionPolicy: 'Retain',
      DependsOn: 'CloudformationExecutionRole',
    },
  };
}

const trustTools = policyDocument([
  { principal: { AWS: sub('${ToolsAccountPrincipalARN}') }, actions: ['sts:AssumeRole'] },
]);

// Wider than PowerUserAccess: templates of users make task roles, so creating roles must be allowed.
const executionPolicy = {
  PolicyName: 'executeCfn',
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', NotAction: ['organizations:*', 'account:*'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['organizations:DescribeOrganization', 'account:ListRegions'],
        Resource: '*',
      },
    ],
  },
};
