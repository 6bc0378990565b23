import { narrowPattern } from '../../../infra/constructs/event-rules.js';

const installation = { prefix: 'autoland', applications: ['shop', 'bank'] };

describe('narrowPattern', () => {
  test.each<[string, object, object]>([
    [
      'stacks to those of the applications',
      { source: ['aws.cloudformation'], 'detail-type': ['Changed'] },
      {
        source: ['aws.cloudformation'],
        detailType: ['Changed'],
        detail: { 'stack-id': [{ wildcard: '*:stack/shop-*' }, { wildcard: '*:stack/bank-*' }] },
      },
    ],
    [
      'services to those of the applications, keeping what was asked',
      { source: ['aws.ecs'], detail: { eventName: ['FAILED'] } },
      {
        source: ['aws.ecs'],
        detail: { eventName: ['FAILED'] },
        resources: [
          { wildcard: '*:service/shop-*' },
          { wildcard: '*:service/bank-*' },
          { wildcard: '*:service-deployment/shop-*' },
          { wildcard: '*:service-deployment/bank-*' },
        ],
      },
    ],
    [
      'executions to those of the installation',
      { source: ['aws.states'], detail: { status: ['ABORTED'] } },
      {
        source: ['aws.states'],
        detail: {
          status: ['ABORTED'],
          stateMachineArn: [{ wildcard: '*:stateMachine:autoland-*' }],
        },
      },
    ],
    [
      'alarms not at all: they carry any name',
      { source: ['aws.cloudwatch'], detail: { state: { value: ['ALARM'] } } },
      { source: ['aws.cloudwatch'], detail: { state: { value: ['ALARM'] } } },
    ],
  ])('narrows %s', (_what, pattern, narrowed) => {
    expect(narrowPattern(pattern as { [key: string]: unknown }, installation)).toEqual(narrowed);
  });
});
