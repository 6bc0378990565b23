import { CALLER_HEADER } from '../../../functions/support/api/find-caller.js';
import { parseMishap } from '../../../local/account/mishaps.js';
import { ServiceError } from '../../../local/account/service-error.js';
import type { Stage } from './stage.js';

type Act = (stage: Stage, what: string) => Promise<void> | void;

const setAlarm =
  (state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'): Act =>
  ({ it }, name) =>
    it.account.alarms.set(name, state);

async function deleteAlarm({ it }: Stage, name: string): Promise<void> {
  await it.account.handle('CloudWatch', 'DeleteAlarms', { AlarmNames: [name] });
}

const requestRelease =
  (force: boolean): Act =>
  async ({ ids, request }, number) =>
    void ids.set(`release ${number}`, await request(Number(number), force));

const answer =
  (approved: boolean): Act =>
  async ({ it, id }) => {
    const waiting = (await it.document(id)).approvals.find(({ status }) => status === 'WAITING');
    if (!waiting) throw new Error('nobody is asked');
    await it.post(`/v1/approvals/${waiting.id}`, { approved }, { [CALLER_HEADER]: 'ann' });
  };

const breakFunction =
  (times: number): Act =>
  ({ breaking }, call) =>
    void breaking.set(call, times);

/** From here on the account refuses this call, or with a name that of a stack: `CloudFormation.CreateChangeSet shop-test-web`. */
function refuseCall({ it: { account } }: Stage, call: string): void {
  const patched = account as { handle: Handle };
  const { handle } = account;
  patched.handle = async (service, operation, input) => {
    const { StackName, ChangeSetName } = input as { readonly [field: string]: unknown };
    // A change set is executed by its ARN: …:changeSet/<name>/<id>, its name ends in that of the workload.
    const target = String(StackName ?? ChangeSetName);
    const [asked = '', name = ''] = call.split(' ');
    if (`${service}.${operation}` === asked && target.includes(name))
      throw new ServiceError('AccessDenied', `not authorized to perform: ${operation}`, {
        status: 403,
      });
    return handle.call(account, service, operation, input);
  };
}

type Handle = Stage['it']['account']['handle'];

/** From the application's own repository, as a lifecycle policy or a person deletes it. */
const loseImage: Act = ({ it }, image) => {
  const [workload = '', tag = ''] = image.split(':');
  it.account.images.remove(`shop/${workload}`, tag);
};

/** What may happen in a scenario, as it is written; the group is what it happens to. */
const ACTS: readonly (readonly [RegExp, Act])[] = [
  [/^alarm (\S+) fires$/, setAlarm('ALARM')],
  [/^alarm (\S+) is OK$/, setAlarm('OK')],
  [/^alarm (\S+) has no data$/, setAlarm('INSUFFICIENT_DATA')],
  [/^alarm (\S+) is deleted$/, deleteAlarm],
  [/^mishap (\S+)$/, ({ it }, mishap) => it.account.inject(parseMishap(mishap))],
  [/^mishap (\S+) is over$/, ({ it }, mishap) => it.account.lift(parseMishap(mishap))],
  [/^image (\S+) is deleted$/, loseImage],
  [/^release (\d+) is requested$/, requestRelease(false)],
  [/^release (\d+) is requested by force$/, requestRelease(true)],
  [/^it is cancelled$/, async ({ it, id }) => void (await it.cancel(id))],
  [/^it is approved$/, answer(true)],
  [/^it is refused$/, answer(false)],
  [/^call (\S+(?: \S+)?) is refused$/, refuseCall],
  [/^function "(.+)" breaks once$/, breakFunction(1)],
  [/^function "(.+)" breaks for good$/, breakFunction(Number.POSITIVE_INFINITY)],
  [/^nothing more$/, () => undefined],
];

export async function act(stage: Stage, text: string): Promise<void> {
  for (const [pattern, run] of ACTS) {
    const found = pattern.exec(text);
    if (found) return run(stage, found[1] ?? '');
  }
  throw new Error(`nobody knows how "${text}" happens`);
}

/** Alarms that a scenario takes away: they are missing afterwards, and that is nobody's change. */
export function listDeletedAlarms(happens: readonly string[]): readonly string[] {
  return happens.flatMap((line) => /: alarm (\S+) is deleted$/.exec(line)?.[1] ?? []);
}
