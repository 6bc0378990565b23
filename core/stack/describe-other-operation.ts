import { isOwnEvent, type StackEvent } from './stack-event.js';

/**
 * Who is changing the stack, as far as CloudFormation says: it names no principal, but the request's token tells tools
 * apart. `events` oldest first; the latest operation counts.
 */
export function describeOtherOperation(
  stackName: string,
  status: string,
  events: readonly StackEvent[],
): string {
  const begin = events.findLast(
    (event) => isOwnEvent(event) && event.reason === 'User Initiated' && BEGINS.test(event.status),
  );
  if (!begin) return `stack ${stackName} is ${status}; its events do not say who began it`;
  return `stack ${stackName} is ${status} since ${formatTime(begin.at)}, begun by ${describeBeginner(begin.token)}`;
}

const BEGINS = /^(CREATE|UPDATE|DELETE|IMPORT|ROLLBACK|UPDATE_ROLLBACK)_IN_PROGRESS$/;

/** Our own tokens are `<deployment>-<epoch>-<step>`; the console's begin with `Console-` (CloudFormation API reference). */
function describeBeginner(token: string | undefined): string {
  if (!token) return 'a request without a token: CloudTrail knows by whom';
  const own = /^((?:rb-)?d-[0-9a-f]+)-\d+-/.exec(token)?.[1];
  if (own) return `deployment ${own}`;
  if (token.startsWith('Console-')) return `somebody in the AWS console (token ${token})`;
  return `the request with the token ${token}`;
}

const formatTime = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
