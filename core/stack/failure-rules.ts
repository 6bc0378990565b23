import { NOT_APPROVED } from '../approval/describe-decision.js';
import type { FailureClass } from './root-cause.js';

/** What a text of AWS means. The first rule that fits wins, so the particular stand before the general. */
export type FailureRule = {
  readonly pattern: RegExp;
  readonly class: FailureClass;
  readonly nextStep: string;
};

const FAILURE_RULES: readonly FailureRule[] = [
  {
    pattern:
      /is \w+_IN_PROGRESS(,| since|;| state)|operation that is not the awaited one|another operation changed the stack/i,
    class: 'external-change',
    nextStep: 'find out who else changes the stack (CloudTrail knows), then deploy again',
  },
  { ...NOT_APPROVED, class: 'release' },
  {
    pattern: /toomanyrequests|reached your( unauthenticated)? pull rate limit/i,
    class: 'throttling',
    nextStep: 'pull the image from ECR (a pull-through cache) or give the registry credentials',
  },
  {
    pattern:
      /rate exceeded|throttl|RequestLimitExceeded|TooManyRequestsException|HandlerErrorCode: Throttling/i,
    class: 'throttling',
    nextStep: 'AWS limited the rate of calls: deploy again, with fewer workloads at a time',
  },
  {
    pattern:
      /not authorized to perform|access ?denied|UnauthorizedOperation|is not authorized|no identity-based policy|explicit deny|unable to assume (the )?(service linked )?role|cannot be assumed|HandlerErrorCode: (AccessDenied|InvalidCredentials|UnauthorizedTaggingOperation)/i,
    class: 'permission',
    nextStep: 'give the role named in the message the missing permission, then deploy again',
  },
  {
    pattern:
      /capacity is unavailable|insufficient ?(instance )?capacity|unable to place a task|RESOURCE:(CPU|MEMORY|ENI|PORTS)|no container instances were found|not (have )?enough free addresses|InsufficientFreeAddresses|network interface provisioning/i,
    class: 'capacity',
    nextStep: 'AWS has no room now: try again later, or allow more subnets and capacity providers',
  },
  {
    pattern:
      /(limit|quota)s? ?(was |has been |is )?exceeded|LimitExceeded|ServiceQuotaExceeded|HandlerErrorCode: (ServiceLimitExceeded|LimitExceeded)|maximum number of|reached the limit/i,
    class: 'capacity',
    nextStep: 'a quota of the account is used up: remove what is not needed or ask AWS to raise it',
  },
  {
    pattern: /export \S+ cannot be (deleted|updated) as it is in use by/i,
    class: 'configuration',
    nextStep:
      'deploy the importing stacks first without the import, then remove or change the export',
  },
  {
    pattern: /no export named/i,
    class: 'configuration',
    nextStep: 'deploy the stack that makes the export first, or correct the name',
  },
  {
    pattern: /bucket you tried to delete is not empty|BucketNotEmpty/i,
    class: 'external-change',
    nextStep: 'empty the bucket, or keep it with DeletionPolicy Retain',
  },
  {
    pattern:
      /already exists|already associated|is already (in use|used)|HandlerErrorCode: (AlreadyExists|ResourceConflict)|conflicting conditional operation/i,
    class: 'external-change',
    nextStep:
      'something of that name exists outside the stack: remove it, rename it, or import it into the stack',
  },
  {
    pattern: /dependent object|DependencyViolation|currently in use by|is in use and cannot be/i,
    class: 'external-change',
    nextStep: 'something outside the stack still uses the resource: find it and detach it',
  },
  {
    pattern:
      /failed ELB health checks|failed container health checks|health checks failed|unhealthy/i,
    class: 'release',
    nextStep:
      'look at the logs of the stopped tasks, and check path, port and grace period of the health check',
  },
  {
    pattern: /OutOfMemory|killed due to memory usage/i,
    class: 'release',
    nextStep:
      'the container needs more memory than the manifest gives it: raise `memory` or find the leak',
  },
  {
    pattern: /does not contain descriptor matching platform|exec format error/i,
    class: 'release',
    nextStep:
      'the image was built for another processor: build it for the platform that the manifest names',
  },
  {
    pattern:
      /CannotPull(Container|ECRContainer)Error|pull image manifest|failed to (copy|resolve reference)|manifest unknown/i,
    class: 'release',
    nextStep: 'check that the image and its tag exist, and that the tasks can reach the registry',
  },
  {
    pattern: /can't find the specified secret|ParameterNotFound|invalid ssm parameters/i,
    class: 'configuration',
    nextStep:
      'create the secret or the parameter in this region, or correct its name in the manifest',
  },
  {
    pattern: /ResourceInitializationError/i,
    class: 'configuration',
    nextStep:
      'the task could not be set up: check secrets, logging, volumes and the route to the AWS endpoints',
  },
  {
    pattern:
      /essential container in task exited|CannotStartContainerError|ContainerRuntimeError|exit(ed)? (with )?code/i,
    class: 'release',
    nextStep:
      'the program stops by itself: look at its logs and start the image locally with the same variables',
  },
  {
    pattern: /circuit breaker|did not stabilize|NotStabilized|exceeded attempts to wait/i,
    class: 'release',
    nextStep:
      'the new tasks do not become healthy: look at the reasons of the stopped tasks and at their logs',
  },
  {
    pattern: /rollback trigger|alarm.*(in|to) alarm|cloudwatch alarm/i,
    class: 'release',
    nextStep: 'an alarm fired during the change: look at its metric and at the logs of that time',
  },
  {
    pattern:
      /HandlerErrorCode: NotFound|was not found|does not exist|could not be found|NoSuch|ResourceNotFound/i,
    class: 'external-change',
    nextStep:
      'what the stack relies on is not there: it was deleted or never made; restore it or correct its name',
  },
  {
    pattern:
      /property validation failure|model validation failed|extraneous key|unsupported property|invalid request|InvalidRequest|InvalidParameter|ValidationException|ValidationError|value of property|template error|template format error|unresolved|does not support attribute|no fargate configuration|transform .* failed|hook\(s\)|early ?validation|circular dependency|malformed|must have values|is required/i,
    class: 'configuration',
    nextStep: 'correct the value that the message names, in the manifest, an addon or an override',
  },
  {
    pattern:
      /received response status \[FAILED\] from custom resource|custom resource failed to stabilize/i,
    class: 'configuration',
    nextStep: "look at the log of the custom resource's function; the message names its log stream",
  },
  {
    pattern:
      /internal ?(failure|error|server)|ServiceInternalError|ServiceUnavailable|service unavailable|HandlerErrorCode: (InternalFailure|ServiceInternalError|NetworkFailure|ServiceTimeout)/i,
    class: 'capacity',
    nextStep:
      'AWS failed inside: deploy again; if it fails again, look at its health dashboard and ask its support',
  },
];

const UNKNOWN_STEP = 'look at the stack events and at the logs of the resource';

/** Class and next step for a text of AWS. A service that fails for reasons unheard of is taken as the release's fault. */
export function classifyReason(
  reason: string,
  type: string,
): { readonly class: FailureClass; readonly nextStep: string } {
  const rule = FAILURE_RULES.find(({ pattern }) => pattern.test(reason));
  if (rule) return { class: rule.class, nextStep: rule.nextStep };
  const fault = type === 'AWS::ECS::Service' || type === 'AWS::AppRunner::Service';
  return { class: fault ? 'release' : 'configuration', nextStep: UNKNOWN_STEP };
}
