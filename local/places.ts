import {
  describePlace,
  type Elsewhere,
  externalIdOf,
  type Place,
  placeRoleArn,
  placeRoleName,
} from '../core/places/place.js';
import { outOfReach } from '../functions/support/places/assume-role.js';
import { TRIGGERS, type Trigger } from '../functions/support/runtime/triggers.js';
import type { AccountSnapshot, SimulatedAccount } from './account/simulated-account.js';

const entered = new WeakMap<SimulatedAccount, Set<string>>();

/** A region of the installation's own account, entered with the functions' own rights; in one that nobody uses there is nothing. */
export function enterRegion(
  accounts: readonly SimulatedAccount[],
  { account, region }: Place,
  makeEmpty: () => SimulatedAccount,
): SimulatedAccount {
  return accounts.find((one) => one.accountId === account && one.region === region) ?? makeEmpty();
}

/** The account in which an environment is, as whoever assumes its role there finds it; refused as STS would. */
export function enterPlace(
  accounts: readonly SimulatedAccount[],
  place: Elsewhere,
): SimulatedAccount {
  const account = accounts.find(
    ({ accountId, region }) => accountId === place.account && region === place.region,
  );
  const role = placeRoleName(place);
  const known = account && (entered.get(account) ?? new Set());
  if (!account || !known || !(known.has(role) || hasRole(account.snapshot(), place)))
    throw outOfReach(
      place,
      `AccessDenied: ${account ? '' : `there is nothing in ${describePlace(place)}; `}not authorized to perform sts:AssumeRole on ${placeRoleArn(place)}`,
    );
  // Credentials outlive the role for an hour.
  entered.set(account, known.add(role));
  return account;
}

function hasRole({ stacks }: AccountSnapshot, place: Elsewhere): boolean {
  return Object.values(stacks)
    .flatMap(({ resources }) => Object.values(resources))
    .some(
      ({ type, physicalId, properties }) =>
        type === 'AWS::IAM::Role' &&
        physicalId === placeRoleName(place) &&
        JSON.stringify(properties).includes(`"sts:ExternalId":"${externalIdOf(place)}"`),
    );
}

/** The rules of an environment's place that forward events to the installation, whose own rules take it from there. */
export function forwardEvents(
  there: SimulatedAccount,
  deliverTo: (trigger: Trigger) => (event: unknown) => unknown,
): readonly (() => void)[] {
  return TRIGGERS.flatMap((trigger) =>
    'pattern' in trigger
      ? there.events.addRule({
          name: trigger.name,
          pattern: trigger.pattern,
          deliver: (event) => hasRules(there) && deliverTo(trigger)(event),
        })
      : [],
  );
}

/** An administrator may leave them out. */
const hasRules = (there: SimulatedAccount): boolean =>
  Object.values(there.snapshot().stacks).some(({ resources }) =>
    Object.values(resources).some(
      ({ type, properties }) =>
        type === 'AWS::Events::Rule' && JSON.stringify(properties).includes(':event-bus/default'),
    ),
  );
