import {
  findDeviations,
  type ObservedStackState,
} from '../../../core/deployment/find-deviations.js';
import { STACK_STATUSES } from '../../../core/stack/stack-status.js';

const serving = {
  expectedTaskDefinition: 'api:2',
  taskDefinition: 'api:2',
  running: 2,
  pending: 0,
  desired: 2,
  rolloutState: 'COMPLETED',
};
const asWanted: ObservedStackState = {
  name: 'api',
  stackName: 'shop-test-api',
  status: 'UPDATE_COMPLETE',
  hasTemplate: true,
  service: serving,
};

const messagesOf = (over: Partial<ObservedStackState>): readonly string[] =>
  findDeviations([{ ...asWanted, ...over }]).map(({ message }) => message);

describe('findDeviations', () => {
  test('a stack is whole in these statuses, and in no others', () => {
    expect(STACK_STATUSES.filter((status) => messagesOf({ status }).length === 0)).toEqual([
      'CREATE_COMPLETE',
      'UPDATE_COMPLETE',
      'UPDATE_ROLLBACK_COMPLETE',
      'IMPORT_COMPLETE',
      'IMPORT_ROLLBACK_COMPLETE',
    ]);
  });

  test.each<readonly [Partial<ObservedStackState>, string]>([
    [{ status: undefined }, 'api: stack shop-test-api does not exist'],
    [{ status: 'UPDATE_FAILED' }, 'api: stack shop-test-api is UPDATE_FAILED'],
    [{ hasTemplate: false }, 'api: stack shop-test-api has another template'],
    [
      { service: { ...serving, taskDefinition: 'api:1' } },
      'api: the service runs api:1, not api:2',
    ],
    [
      { service: { ...serving, rolloutState: 'IN_PROGRESS' } },
      "api: the service's rollout is IN_PROGRESS",
    ],
    [{ service: { ...serving, running: 1 } }, 'api: 1 of 2 tasks run'],
    [{ service: { ...serving, running: 0, pending: 2 } }, 'api: 0 of 2 tasks run'],
  ])('%j is told', (over, message) => {
    expect(messagesOf(over)).toEqual([message]);
  });

  test.each([
    ['with more tasks than it wants: it is scaled in', { running: 3 }],
    ['with some that start: it is scaled out', { pending: 2, desired: 4 }],
    ['without any, where none is wanted', { running: 0, desired: 0 }],
  ])('a service serves %s', (_how, over) => {
    expect(messagesOf({ service: { ...serving, ...over } })).toEqual([]);
  });

  test('a service that ECS says no rollout of, and a stack without one, are as wanted', () => {
    expect(messagesOf({ service: { ...serving, rolloutState: '' } })).toEqual([]);
    expect(messagesOf({ service: undefined })).toEqual([]);
  });
});
