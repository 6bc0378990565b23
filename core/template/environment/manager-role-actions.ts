/** What the environment manager role may do on any resource, by the id of the statement. */
export const SERVICE_ACTIONS = {
  CloudwatchLogs: actionsOf(
    'logs',
    `GetLogRecord GetQueryResults StartQuery GetLogEvents DescribeLogStreams StopQuery
     TestMetricFilter FilterLogEvents GetLogGroupFields GetLogDelivery`,
  ),
  Cloudwatch: actionsOf('cloudwatch', 'DescribeAlarms'),
  ECS: actionsOf(
    'ecs',
    `ListAttributes ListTasks DescribeServices DescribeTaskSets ListContainerInstances
     DescribeContainerInstances DescribeTasks DescribeClusters UpdateService PutAttributes
     StartTelemetrySession StartTask StopTask ListServices ListTaskDefinitionFamilies
     DescribeTaskDefinition ListTaskDefinitions ListClusters RunTask ListServicesByNamespace`,
  ),
  CloudFormation: actionsOf(
    'cloudformation',
    `CancelUpdateStack CreateChangeSet CreateStack DeleteChangeSet DeleteStack Describe*
     DetectStackDrift DetectStackResourceDrift ExecuteChangeSet GetTemplate
     GetTemplateSummary UpdateStack UpdateTerminationProtection`,
  ),
  ECR: actionsOf(
    'ecr',
    `BatchGetImage BatchCheckLayerAvailability CompleteLayerUpload DescribeImages
     DescribeRepositories GetDownloadUrlForLayer InitiateLayerUpload ListImages
     ListTagsForResource PutImage UploadLayerPart GetAuthorizationToken`,
  ),
  ResourceGroups: actionsOf(
    'resource-groups',
    `GetGroup GetGroupQuery GetTags ListGroupResources ListGroups SearchResources`,
  ),
  SSM: actionsOf(
    'ssm',
    `DeleteParameter DeleteParameters GetParameter GetParameters GetParametersByPath`,
  ),
  ELBv2: actionsOf(
    'elasticloadbalancing',
    `DescribeLoadBalancerAttributes DescribeSSLPolicies DescribeLoadBalancers
     DescribeTargetGroupAttributes DescribeListeners DescribeTags DescribeTargetHealth
     DescribeTargetGroups DescribeRules`,
  ),
  EC2: actionsOf(
    'ec2',
    `DescribeSubnets DescribeSecurityGroups DescribeNetworkInterfaces DescribeRouteTables`,
  ),
  AppRunner: actionsOf(
    'apprunner',
    `DescribeService ListOperations ListServices PauseService ResumeService StartDeployment
     DescribeObservabilityConfiguration DescribeVpcIngressConnection`,
  ),
  Tags: actionsOf('tag', 'GetResources'),
  ApplicationAutoscaling: actionsOf('application-autoscaling', 'DescribeScalingPolicies'),
  RDS: actionsOf('rds', 'DescribeDBInstances DescribeDBClusters'),
};

/** Reading the artifact bucket and its settings. */
export const BUCKET_READS: readonly string[] = [
  ...actionsOf(
    's3',
    `ListBucketByTags GetLifecycleConfiguration GetBucketTagging GetInventoryConfiguration
     GetObjectVersionTagging ListBucketVersions GetBucketLogging ListBucket
     GetAccelerateConfiguration GetBucketPolicy GetObjectVersionTorrent GetObjectAcl
     GetEncryptionConfiguration GetBucketRequestPayment GetObjectVersionAcl GetObjectTagging
     GetMetricsConfiguration HeadBucket GetBucketPublicAccessBlock GetBucketPolicyStatus
     ListBucketMultipartUploads GetBucketWebsite ListJobs GetBucketVersioning GetBucketAcl
     GetBucketNotification GetReplicationConfiguration ListMultipartUploadParts GetObject
     GetObjectTorrent GetAccountPublicAccessBlock ListAllMyBuckets DescribeJob GetBucketCORS
     GetAnalyticsConfiguration GetObjectVersionForReplication GetBucketLocation
     GetObjectVersion`,
  ),
  'kms:Decrypt',
];

function actionsOf(service: string, names: string): readonly string[] {
  return names
    .split(/\s+/)
    .filter((name) => name !== '')
    .map((name) => `${service}:${name}`);
}
