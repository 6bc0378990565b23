import colour from 'picocolors';
import { plainReason } from '../core/stack/plain-reason.js';
import type { WorkloadDocument } from '../functions/support/status/describe-workload.js';
import type { RunningService } from '../functions/support/status/find-service.js';
import { formatTime } from './rollback/format-time.js';

/** How a workload stands, for people. */
export function formatWorkload(document: WorkloadDocument): string {
  const { application, environment, name, type, stack, service, release } = document;
  const place = `${application}/${environment}`;
  return [
    colour.bold(`${name} in ${place}${type ? `: ${type}` : ''}`),
    stack
      ? `Stack      ${stack.name}  ${stack.status}${stack.reason ? `  ${stack.reason}` : ''}`
      : `Stack      ${colour.red('there is none any more')}`,
    ...formatService(service),
    release
      ? `Release    ${describeRelease(release)}`
      : 'Release    none succeeded yet, as far as is known here',
    ...formatAlarms(document),
    ...formatReleases(document),
    ...formatLastRollback(document),
  ].join('\n');
}

function formatService(service: RunningService | null): readonly string[] {
  if (!service) return ['Service    nothing of that kind is in the stack'];
  switch (service.kind) {
    case 'ecs':
      return formatEcs(service);
    case 'app-runner':
      return [
        `Service    ${service.status}  ${service.url}  (App Runner tells no count of instances)`,
        `Image      ${service.image}`,
      ];
    case 'job':
      return [
        `Schedule   ${service.schedule ?? 'none: it is started by hand'}`,
        `Machine    ${service.stateMachine}`,
        `Runs       aws stepfunctions list-executions --state-machine-arn ${service.stateMachine}`,
      ];
    case 'static-site':
      return [
        `Site       ${service.url ?? 'its address is not among the outputs of the stack'}`,
        `Bucket     ${service.bucket}`,
      ];
  }
}

function formatEcs(service: Extract<RunningService, { kind: 'ecs' }>): readonly string[] {
  const { running, desired, pending, rollout, revision, deployment, taskDefinition } = service;
  const tasks = `${running} of ${desired} tasks run${pending > 0 ? `, ${pending} start` : ''}`;
  const counted = running < desired ? colour.red(tasks) : tasks;
  return [
    `Service    ${counted}, rollout ${rollout.state || 'unknown'}${rollout.state === 'FAILED' ? `: ${rollout.reason}` : ''}`,
    `Serves     ${taskDefinition.split('/').at(-1)}${revision ? `, revision ${revision.arn.split('/').at(-1)}` : ''}`,
    ...(revision?.images ?? []).map(
      ({ container, image, digest }) =>
        `  ${container}: ${image}${digest && !image.includes(digest) ? ` (${digest})` : ''}`,
    ),
    ...(deployment
      ? [
          `Deployment ${deployment.status}${deployment.reason ? `: ${deployment.reason}` : ''}${deployment.triggeredAlarms.length > 0 ? `; stopped by ${deployment.triggeredAlarms.join(', ')}` : ''}`,
        ]
      : []),
  ];
}

function formatAlarms({ alarms }: WorkloadDocument): readonly string[] {
  if (alarms.length === 0) return ['Alarms     none guards it: give it deployment.rollback_alarms'];
  return [
    'Alarms',
    ...alarms.map(({ name, state, reason }) => {
      const told = `  ${state.padEnd(17)} ${name}${state === 'OK' || !reason ? '' : `: ${reason}`}`;
      return state === 'OK' ? told : colour.yellow(told);
    }),
  ];
}

function formatReleases({ releases }: WorkloadDocument): readonly string[] {
  if (releases.length === 0) return [];
  return [
    'Last releases',
    ...releases.map((one) => `  ${one.verdict.padEnd(12)} ${describeRelease(one)}`),
  ];
}

function describeRelease(release: WorkloadDocument['releases'][number]): string {
  const source = release.commit ? `  commit ${release.commit.slice(0, 12)}` : '';
  return `${release.release}  ${formatTime(release.at)}  ${release.deployment}${source}`;
}

type Cause = { readonly reason?: string; readonly step?: string; readonly nextStep?: string };

function formatLastRollback({ lastRollback }: WorkloadDocument): readonly string[] {
  if (!lastRollback) return ['Last rollback: none is remembered'];
  const { at, verdict, release, summary, rollback, deployment } = lastRollback;
  const cause = (lastRollback.cause ?? {}) as Cause;
  return [
    `Last rollback: ${formatTime(at)}  ${verdict}  of ${release}  (${rollback ?? deployment})`,
    `  ${cause.reason ? `${cause.step ? `${cause.step}: ` : ''}${plainReason(cause.reason)}` : summary}`,
    ...(cause.nextStep ? [`  next: ${cause.nextStep}`] : []),
  ];
}
