/** What a StackSet instance of the application may do, statement by statement. */
export const ADMINISTRATOR_ACTIONS: readonly {
  readonly sid: string;
  readonly actions: readonly string[];
}[] = [
  { sid: 'StackSetRequiredPermissions', actions: ['cloudformation:*', 's3:*', 'sns:*'] },
  {
    sid: 'KeyAdminPermissions',
    actions: [
      'kms:Create*',
      'kms:Describe*',
      'kms:Enable*',
      'kms:List*',
      'kms:Put*',
      'kms:Update*',
      'kms:Revoke*',
      'kms:Disable*',
      'kms:Get*',
      'kms:Delete*',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:ScheduleKeyDeletion',
      'kms:CancelKeyDeletion',
    ],
  },
  {
    sid: 'ManageECRRepos',
    actions: [
      'ecr:DescribeImageScanFindings',
      'ecr:GetLifecyclePolicyPreview',
      'ecr:CreateRepository',
      'ecr:GetDownloadUrlForLayer',
      'ecr:GetAuthorizationToken',
      'ecr:ListTagsForResource',
      'ecr:ListImages',
      'ecr:DeleteLifecyclePolicy',
      'ecr:DeleteRepository',
      'ecr:SetRepositoryPolicy',
      'ecr:BatchGetImage',
      'ecr:DescribeImages',
      'ecr:DescribeRepositories',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetRepositoryPolicy',
      'ecr:GetLifecyclePolicy',
      'ecr:TagResource',
    ],
  },
];
