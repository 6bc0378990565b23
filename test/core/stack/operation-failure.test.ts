import { describeFailures, type OperationFailure } from '../../../core/stack/operation-failure.js';

const aFailure = (over: Partial<OperationFailure> = {}): OperationFailure => ({
  kind: 'validation',
  logicalId: 'Queue',
  type: 'AWS::SQS::Queue',
  reason: 'must be at most 900',
  path: '/Resources/Queue/Properties/DelaySeconds',
  checkedBy: 'PROPERTY_VALIDATION',
  isWarning: false,
  ...over,
});

describe('describeFailures', () => {
  test('a failed validation tells resource and place', () => {
    expect(describeFailures([aFailure()])).toEqual([
      'validation PROPERTY_VALIDATION: Queue (AWS::SQS::Queue) at /Resources/Queue/Properties/DelaySeconds: must be at most 900',
    ]);
  });

  test('a failed hook tells its name and its words', () => {
    const hook = aFailure({
      kind: 'hook',
      checkedBy: 'Acme::Encryption::Hook',
      path: undefined,
      reason: 'no key',
    });
    expect(describeFailures([hook])).toEqual([
      'hook Acme::Encryption::Hook: Queue (AWS::SQS::Queue): no key',
    ]);
  });

  test('warnings, cancellations and repetitions are no further causes', () => {
    const failures = [
      aFailure({ isWarning: true }),
      aFailure({ kind: 'resource', reason: 'Resource creation cancelled' }),
      aFailure({ kind: 'resource', reason: 'boom', path: undefined, checkedBy: undefined }),
      aFailure({ kind: 'resource', reason: 'boom', path: undefined, checkedBy: undefined }),
    ];
    expect(describeFailures(failures)).toEqual(['Queue (AWS::SQS::Queue): boom']);
  });
});
