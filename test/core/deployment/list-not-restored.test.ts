import type { Ending } from '../../../core/deployment/conclude.js';
import { listNotRestored } from '../../../core/deployment/list-not-restored.js';
import { anEndedStep, anEnding } from '../../support/builders.js';

const ending = anEnding({
  steps: [anEndedStep('api', { kind: 'updated' }), anEndedStep('web', { kind: 'updated' })],
  goOn: { application: 'shop', environment: 'test' },
});
const gone = { stack: 'workload/api', image: 'host/shop/api@sha256:1', tag: '1' } as const;
const leftBehind = { name: 'api', kind: 'workload', reason: 'x', onPurpose: false } as const;

/** The last instruction for each stack, without what is said in every case. */
const offers = (over: Partial<Ending>): readonly (string | undefined)[] =>
  listNotRestored({ ...ending, ...over }).map(({ instructions }) => instructions.at(-1));

const AGAIN = 'deploy a release that mends it';
const REST = 'or go back the rest of the way';
const PUSH = 'or push host/shop/api@sha256:1 tagged 1 again, and then go back the rest of the way';

describe('listNotRestored offers', () => {
  test.each<readonly [string, Partial<Ending>, readonly (string | undefined)[]]>([
    [
      'the rest of the way',
      {},
      [
        `${REST}: autoland rollback --app shop --env test`,
        `${REST}: autoland rollback --app shop --env test`,
      ],
    ],
    [
      'nothing to go back with where there is nothing to go back to',
      { goOn: undefined },
      [AGAIN, AGAIN],
    ],
    [
      'to push an image that is gone, and to go back with the others alone',
      { left: [{ ...leftBehind, reason: 'image is gone' }], lostImages: [gone] },
      [
        `${PUSH}: autoland rollback --app shop --env test`,
        `${REST} with it alone: autoland svc rollback --name web --app shop --env test`,
      ],
    ],
    [
      'to push the image of a stack that was tried',
      {
        restoreSteps: [
          anEndedStep('api', { kind: 'rolled-back', reason: 'CannotPullContainer' }),
          anEndedStep('web', { kind: 'updated' }),
        ],
        lostImages: [gone],
      },
      [`${PUSH}: autoland rollback --app shop --env test`],
    ],
    [
      'nothing for a stack of which nobody knows how it was',
      { left: [leftBehind] },
      [AGAIN, `${REST} with it alone: autoland svc rollback --name web --app shop --env test`],
    ],
    [
      'to go back with one alone where nobody knows how the other was',
      { left: [{ ...leftBehind, name: 'web' }], lostImages: [gone] },
      [`${PUSH}: autoland svc rollback --name api --app shop --env test`, AGAIN],
    ],
    [
      'nothing for the environment while an image is gone and a stack is unknown',
      {
        steps: [...ending.steps, anEndedStep('test', { kind: 'updated' }, 'environment')],
        left: [{ ...leftBehind, name: 'web' }],
        lostImages: [gone],
      },
      [`${PUSH}: autoland svc rollback --name api --app shop --env test`, AGAIN, AGAIN],
    ],
    [
      'where the person wanted to go, and how',
      {
        goOn: {
          application: 'shop',
          environment: 'test',
          asked: {
            inPlace: 'd-3',
            to: { releaseId: 'r-1', bundleKey: 'b1' },
            newStacks: 'leave',
            rollBackAddons: true,
            force: true,
          },
        },
        steps: [anEndedStep('api', { kind: 'updated' })],
      },
      [
        `${REST}: autoland rollback --app shop --env test --to r-1 --force --new-stacks leave --addons`,
      ],
    ],
    [
      'the workload that the person asked for',
      {
        goOn: {
          application: 'shop',
          environment: 'test',
          asked: {
            inPlace: 'd-3',
            to: { releaseId: 'r-1', bundleKey: 'b1' },
            workload: 'api',
            newStacks: 'remove',
            rollBackAddons: false,
            force: false,
          },
        },
        steps: [anEndedStep('api', { kind: 'updated' })],
      },
      [`${REST}: autoland svc rollback --name api --app shop --env test --to r-1`],
    ],
  ])('%s', (_what, over, expected) => {
    expect(offers(over)).toEqual(expected);
  });
});
