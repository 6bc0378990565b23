import { classifyReason } from '../../../core/stack/failure-rules.js';
import { findRootCause } from '../../../core/stack/find-root-cause.js';
import { FAILURE_CLASSES, type FailureClass } from '../../../core/stack/root-cause.js';
import { anEvent, anOwnEvent } from '../../support/stack-events.js';

const failed = (logicalId: string, reason: string, type = 'AWS::SSM::Parameter') =>
  anEvent(logicalId, 'UPDATE_FAILED', { reason, type });

const CIRCUIT_BREAKER =
  'Resource handler returned message: "Error occurred during operation \'ECS Deployment Circuit Breaker was triggered\'." (RequestToken: a3ab2120-1821-f83c-3adc-23d519cacdfe, HandlerErrorCode: GeneralServiceException)';

test('the first failure is the cause, not those that were cancelled with it', () => {
  const cause = findRootCause([
    anOwnEvent('UPDATE_IN_PROGRESS', 'User Initiated'),
    failed('TaskRole', 'Resource update cancelled'),
    failed('Service', CIRCUIT_BREAKER, 'AWS::ECS::Service'),
    failed('Rule', 'Resource update cancelled'),
    anOwnEvent(
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'The following resource(s) failed to update: [TaskRole, Service, Rule]. ',
    ),
    anEvent('Rule', 'DELETE_FAILED', { reason: 'later trouble on the way back' }),
  ]);
  expect(cause).toMatchObject({
    logicalId: 'Service',
    reason: CIRCUIT_BREAKER,
    class: 'release',
    nestedStackId: null,
  });
});

test('of an operation without failures there is no cause', () => {
  expect(
    findRootCause([
      anOwnEvent('UPDATE_IN_PROGRESS', 'User Initiated'),
      anOwnEvent('UPDATE_COMPLETE'),
    ]),
  ).toBeUndefined();
});

test('a failure before any resource is told by the stack itself', () => {
  const cause = findRootCause([
    anOwnEvent('CREATE_IN_PROGRESS', 'User Initiated'),
    anOwnEvent(
      'ROLLBACK_IN_PROGRESS',
      'No export named shop-test-EventBusName found. Rollback requested by user.',
    ),
    anOwnEvent('ROLLBACK_COMPLETE'),
  ]);
  expect(cause).toMatchObject({
    logicalId: 'shop-test-api',
    reason: 'No export named shop-test-EventBusName found',
    class: 'configuration',
    nextStep: expect.stringContaining('deploy the stack that makes the export first'),
  });
});

test('a refused deletion is told by the stack that has its old status again', () => {
  const reason = 'Export shop-test-BusName cannot be deleted as it is in use by shop-test-api';
  expect(findRootCause([anOwnEvent('UPDATE_COMPLETE', reason)])).toMatchObject({
    reason,
    class: 'configuration',
  });
});

test('a nested stack is named until its own events are read, then they tell', () => {
  const nested =
    'arn:aws:cloudformation:eu-west-1:111111111111:stack/shop-test-api-AddonsStack-X/2';
  const outer = anEvent('AddonsStack', 'CREATE_FAILED', {
    physicalId: nested,
    type: 'AWS::CloudFormation::Stack',
    reason: `Embedded stack ${nested} was not successfully created: The following resource(s) failed to create: [Table]. `,
  });
  expect(findRootCause([outer])).toMatchObject({ logicalId: 'AddonsStack', nestedStackId: nested });
  const inner = {
    ...failed('Table', 'Property validation failure: [The property {/KeySchema} is required]'),
    stackId: nested,
  };
  expect(findRootCause([outer, inner])).toMatchObject({
    logicalId: 'Table',
    class: 'configuration',
    nestedStackId: null,
  });
});

test('events of one instant keep their order', () => {
  const events = ['A', 'B'].map((id) => ({ ...failed(id, 'boom'), at: 5 }));
  expect(findRootCause(events)?.logicalId).toBe('A');
});

describe('what the tasks say is nearer to the cause', () => {
  const breaker = failed('Service', CIRCUIT_BREAKER, 'AWS::ECS::Service');

  test.each<readonly [string, number | null, FailureClass]>([
    [
      'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/api/1)',
      null,
      'release',
    ],
    ['Essential container in task exited', 1, 'release'],
    ['OutOfMemoryError: Container killed due to memory usage', 137, 'release'],
    [
      'CannotPullContainerError: ref pull has been retried 5 time(s): failed to resolve reference "111111111111.dkr.ecr.eu-west-1.amazonaws.com/api:1"',
      null,
      'release',
    ],
    [
      'Capacity is unavailable at this time. Please try again later or in a different availability zone',
      null,
      'capacity',
    ],
    [
      'ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException: User: arn:aws:sts::111111111111:assumed-role/x is not authorized to perform: ssm:GetParameters',
      null,
      'permission',
    ],
    [
      "ResourceInitializationError: unable to pull secrets or registry auth: ResourceNotFoundException: Secrets Manager can't find the specified secret",
      null,
      'configuration',
    ],
    [
      'CannotPullContainerError: toomanyrequests: You have reached your pull rate limit',
      null,
      'throttling',
    ],
  ])('%s', (reason, exitCode, expected) => {
    const cause = findRootCause([breaker], {
      stoppedTasks: [
        { reason: 'Scaling activity initiated by (deployment ecs-svc/1)' },
        { reason, exitCode },
      ],
    });
    expect(cause?.class).toBe(expected);
    expect(cause?.reason).toContain(reason);
    expect(cause?.reason.includes('exit code')).toBe(exitCode !== null);
  });

  test('an alarm tells where no task does', () => {
    const cause = findRootCause([breaker], { alarms: ['api-5xx'] });
    expect(cause).toMatchObject({
      class: 'release',
      reason: expect.stringContaining('CloudWatch alarm fired: api-5xx'),
    });
  });

  test('a failure that tells its own cause is left alone', () => {
    const reason = 'Property validation failure: [The property {/Type} is required]';
    const cause = findRootCause([failed('P', reason)], {
      stoppedTasks: [{ reason: 'Essential container in task exited' }],
    });
    expect(cause).toMatchObject({ reason, class: 'configuration' });
  });
});

describe('classifyReason', () => {
  const TEXTS: readonly (readonly [FailureClass, string])[] = [
    [
      'throttling',
      'Rate exceeded (Service: AmazonECS; Status Code: 400; Error Code: ThrottlingException; Request ID: x; Proxy: null)',
    ],
    [
      'throttling',
      'Resource handler returned message: "Rate exceeded" (RequestToken: x, HandlerErrorCode: Throttling)',
    ],
    [
      'permission',
      'API: iam:CreateRole User: arn:aws:sts::111111111111:assumed-role/deploy/x is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::111111111111:role/shop because no identity-based policy allows the iam:CreateRole action',
    ],
    [
      'permission',
      'Resource handler returned message: "User with accountId: 111111111111 is not authorized to perform CreateLogGroup with Tags (Service: CloudWatchLogs, Status Code: 400, Request ID: x)" (RequestToken: x, HandlerErrorCode: GeneralServiceException)',
    ],
    [
      'permission',
      'Resource handler returned message: "Access Denied (Service: S3, Status Code: 403, Request ID: x)" (RequestToken: x, HandlerErrorCode: AccessDenied)',
    ],
    [
      'capacity',
      'Resource handler returned message: "The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400, Request ID: x)" (RequestToken: x, HandlerErrorCode: ServiceLimitExceeded)',
    ],
    [
      'capacity',
      'service api was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
    ],
    ['capacity', 'Internal Failure'],
    [
      'configuration',
      'Export foo-ci-docker-vpc-EcsCluster cannot be deleted as it is in use by foo-ci-docker-events',
    ],
    [
      'configuration',
      'No export named production:ECSTaskExecutionRole found. Rollback requested by user.',
    ],
    ['configuration', 'Property validation failure: [The property {/Type} is required]'],
    [
      'configuration',
      '[Error] /Outputs/InvalidOutput/Value/Fn::GetAtt: Resource type AWS::SSM::Parameter does not support attribute {Invalid}. Rollback requested by user.',
    ],
    [
      'configuration',
      'Resource handler returned message: "Invalid request provided: CreateService error: Alarm based rollback feature is only supported with ECS deployment controller. Update to ECS deployment controller and try again. (Service: AmazonECS; Status Code: 400; Error Code: InvalidParameterException; Request ID: x; Proxy: null)" (RequestToken: x, HandlerErrorCode: InvalidRequest)',
    ],
    [
      'configuration',
      'Received response status [FAILED] from custom resource. Message returned: See the details in CloudWatch Log Stream: 2026/07/08/[$LATEST]f3d033c8',
    ],
    [
      'external-change',
      "Resource of type 'AWS::Lambda::Function' with identifier 'my-lambda-function' already exists.",
    ],
    [
      'external-change',
      'Resource handler returned message: "Log group /copilot/shop-test-api already exists (Service: CloudWatchLogs)" (RequestToken: x, HandlerErrorCode: AlreadyExists)',
    ],
    [
      'external-change',
      'stack shop-test-api is UPDATE_IN_PROGRESS since 2026-11-22 04:05:06 UTC, begun by the request with the token x',
    ],
    [
      'external-change',
      'the stack settled in UPDATE_COMPLETE after an operation that is not the awaited one',
    ],
    ['external-change', 'another operation changed the stack after the change set was made'],
    [
      'external-change',
      'The bucket you tried to delete is not empty (Service: Amazon S3; Status Code: 409; Error Code: BucketNotEmpty; Request ID: x)',
    ],
    [
      'external-change',
      'resource sg-1 has a dependent object (Service: AmazonEC2; Status Code: 400; Error Code: DependencyViolation; Request ID: x)',
    ],
    [
      'external-change',
      'Resource handler returned message: "Service not found" (RequestToken: x, HandlerErrorCode: NotFound)',
    ],
    ['release', CIRCUIT_BREAKER],
    ['release', 'Service arn:aws:ecs:us-west-2:111111111111:service/api did not stabilize.'],
    ['release', 'Task failed container health checks'],
    [
      'release',
      'CannotPullContainerError: image Manifest does not contain descriptor matching platform "linux/amd64"',
    ],
  ];

  test.each(TEXTS)('%s: %s', (expected, reason) => {
    const { class: found, nextStep } = classifyReason(reason, 'AWS::SSM::Parameter');
    expect(found).toBe(expected);
    expect(nextStep).toMatch(/^[a-zA-Z]/);
  });

  test('the texts meet every class', () => {
    expect([...new Set(TEXTS.map(([name]) => name))].sort()).toEqual([...FAILURE_CLASSES].sort());
  });

  test('a service that fails for reasons unheard of is the release, anything else the configuration', () => {
    expect(classifyReason('hm', 'AWS::ECS::Service').class).toBe('release');
    expect(classifyReason('hm', 'AWS::SNS::Topic').class).toBe('configuration');
  });
});
