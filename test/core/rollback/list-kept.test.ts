import { listKept } from '../../../core/rollback/list-kept.js';
import { anEndedStep } from '../../support/builders.js';

const stays = (name: string, onPurpose = true) => ({
  kind: 'workload' as const,
  name,
  reason: 'r',
  onPurpose,
});
const updated = { kind: 'updated' } as const;

test.each([
  ['a stack that was changed and left on purpose', updated, stays('api'), ['workload/api']],
  ['a new stack too', { kind: 'created' } as const, stays('api'), ['workload/api']],
  ['not one that could not go back', updated, stays('api', false), []],
  [
    'not one that failed: it is not as its bundle says',
    { kind: 'failed', status: 'UPDATE_FAILED', reason: null } as const,
    stays('api'),
    [],
  ],
  ['not one that was not changed', { kind: 'unchanged' } as const, stays('api'), []],
  ['nothing of others', updated, stays('web'), []],
])('is kept: %s', (_what, result, left, kept) => {
  expect(listKept([anEndedStep('api', result)], [left], [])).toEqual(kept);
});

test('what an earlier way back has put back is not kept, what it could not put back is', () => {
  const ended = ['api', 'web'].map((name) => anEndedStep(name, updated));
  const restored = [
    anEndedStep('api', updated),
    anEndedStep('web', { kind: 'failed', status: 'UPDATE_FAILED', reason: null }),
  ];
  expect(listKept(ended, [stays('api'), stays('web')], restored)).toEqual(['workload/web']);
});
