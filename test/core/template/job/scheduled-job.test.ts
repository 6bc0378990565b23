import { aJob } from '../../../support/manifests.js';
import { anExport, propertyOf, renderSource } from '../../../support/render-source.js';

const renderJob = (fields = '') => renderSource(aJob(`on: { schedule: "@daily" }\n${fields}`));

function definitionOf(fields: string) {
  return JSON.parse(String(propertyOf(renderJob(fields), 'StateMachine', 'DefinitionString')));
}

describe('a scheduled job', () => {
  test('is started by a rule whose schedule is a parameter', () => {
    const stack = renderJob();
    expect(stack.parameters.Schedule).toBe('cron(0 0 * * ? *)');
    expect(propertyOf(stack, 'Rule', 'ScheduleExpression')).toEqual({ Ref: 'Schedule' });
    expect(propertyOf(stack, 'Rule', 'State')).toBe('ENABLED');
  });

  test('with the schedule none it is never started by itself', () => {
    const stack = renderSource(aJob('on: { schedule: none }'));
    expect(propertyOf(stack, 'Rule', 'State')).toBe('DISABLED');
    expect(stack.parameters.Schedule).toBe('none');
  });

  test('has no time limit and no retries by itself', () => {
    const definition = definitionOf('');
    expect(definition).not.toHaveProperty('TimeoutSeconds');
    expect(definition.States['Run Fargate Task']).not.toHaveProperty('Retry');
  });

  test.each([
    ['retries: 0', undefined],
    ['retries: 3', 3],
  ])('%s', (fields, expected) => {
    expect(definitionOf(fields).States['Run Fargate Task'].Retry?.[0].MaxAttempts).toBe(expected);
  });

  test('a time limit is in seconds', () => {
    expect(definitionOf('timeout: 1h30m').TimeoutSeconds).toBe(5400);
  });

  test('always has the security group of the environment', () => {
    const stack = renderJob(
      'network: { vpc: { placement: { subnets: [subnet-1, subnet-2] }, security_groups: { deny_default: true, groups: [sg-1] } } }',
    );
    expect(propertyOf(stack, 'StateMachine', 'DefinitionSubstitutions')).toMatchObject({
      Subnets: { 'Fn::Join': ['","', ['subnet-1', 'subnet-2']] },
      AssignPublicIp: 'DISABLED',
      SecurityGroups: { 'Fn::Join': ['","', [anExport('EnvironmentSecurityGroup'), 'sg-1']] },
    });
  });

  test('the definition is JSON once its placeholders are filled in', () => {
    const text = String(propertyOf(renderJob(), 'StateMachine', 'DefinitionString'));
    const filled = JSON.parse(text.replace('${Subnets}', 'subnet-1","subnet-2'));
    const { Parameters } = filled.States['Run Fargate Task'];
    expect(Parameters.NetworkConfiguration.AwsvpcConfiguration.Subnets).toEqual([
      'subnet-1',
      'subnet-2',
    ]);
  });

  test('has neither alarms nor a way in', () => {
    const stack = renderJob('exec: true');
    expect(stack.alarms).toEqual({ created: [], named: [] });
    expect(propertyOf(stack, 'TaskRole', 'Policies')).toHaveLength(1);
  });
});
