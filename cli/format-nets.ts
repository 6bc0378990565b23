import type { NetReport } from '../core/deployment/describe-nets.js';
import type { DeploymentDocument } from '../functions/support/deployments/document.js';

const NAMES: { readonly [net in NetReport['net']]: string } = {
  ecs: 'ECS',
  cloudformation: 'CloudFormation',
  autoland: 'Autoland',
};

type Guarded = Pick<DeploymentDocument, 'nets' | 'verdict'>;

/** One line per net: for how long it guarded, under which alarms, and what it caught. */
export function formatNets({ nets, verdict }: Guarded): readonly string[] {
  const without = verdict === null ? NOT_YET : WITHOUT;
  return nets.map((net) => {
    const guarded = net.spans.length === 0 ? without[net.net] : formatMinutes(net);
    return `  ${NAMES[net.net].padEnd(15)} ${guarded}${formatCaught(net)}`;
  });
}

function formatMinutes(net: NetReport): string {
  const isOpen = net.spans.some(({ to }) => to === null);
  const minutes = `${net.minutes} ${net.minutes === 1 ? 'minute' : 'minutes'}${isOpen ? ' so far' : ''}`;
  return `${minutes}, ${net.alarms.length > 0 ? net.alarms.map(formatAlarm).join(', ') : UNGUARDED[net.net]}`;
}

const WITHOUT: { readonly [net in NetReport['net']]: string } = {
  ecs: 'no service was deployed',
  cloudformation: 'no alarm could be given to it',
  autoland: 'the release did not come so far',
};

const NOT_YET: { readonly [net in NetReport['net']]: string } = {
  ecs: 'no service has been deployed yet',
  cloudformation: 'no alarm has been given to it yet',
  autoland: 'begins when a workload with alarms is done',
};

const UNGUARDED: { readonly [net in NetReport['net']]: string } = {
  ecs: 'circuit breaker only',
  cloudformation: 'no alarm',
  autoland: 'no alarm: give workloads deployment.rollback_alarms',
};

/** An alarm that was OK before the first change says nothing more. */
function formatAlarm({ name, baseline }: NetReport['alarms'][number]): string {
  return baseline === 'OK' ? name : `${name} (was ${baseline})`;
}

function formatCaught({ caught }: NetReport): string {
  return caught === null ? '' : `; caught ${caught}`;
}
