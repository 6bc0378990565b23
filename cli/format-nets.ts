import type { NetReport } from '../core/deployment/describe-nets.js';

const NAMES: { readonly [net in NetReport['net']]: string } = {
  ecs: 'ECS',
  cloudformation: 'CloudFormation',
  autoland: 'Autoland',
};

/** One line per net: for how long it guarded, under which alarms, and what it caught. */
export function formatNets(nets: readonly NetReport[]): readonly string[] {
  return nets.map(
    (net) => `  ${NAMES[net.net].padEnd(15)} ${formatMinutes(net)}${formatCaught(net)}`,
  );
}

function formatMinutes(net: NetReport): string {
  if (net.spans.length === 0) return WITHOUT[net.net];
  const isOpen = net.spans.some(({ to }) => to === null);
  const minutes = `${net.minutes} ${net.minutes === 1 ? 'minute' : 'minutes'}${isOpen ? ' so far' : ''}`;
  return `${minutes}, ${net.alarms.length > 0 ? net.alarms.map(formatAlarm).join(', ') : UNGUARDED[net.net]}`;
}

const WITHOUT: { readonly [net in NetReport['net']]: string } = {
  ecs: 'no service was deployed',
  cloudformation: 'no alarm could be given to it',
  autoland: 'the release did not come so far',
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
