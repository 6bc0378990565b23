import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Workflow, type WorkflowProps } from '../../../infra/constructs/workflow.js';
import { INVOKE, START, writeAslFile } from '../../support/asl-file.js';

type Parts = Pick<WorkflowProps, 'file' | 'workflows'> & { readonly functions: readonly string[] };

function synthesize({ file, functions, workflows }: Parts): Template {
  const stack = new Stack(new App({ builtinCloudFormationValidation: false }), 'Stack');
  const arn = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
  new Workflow(stack, 'Workflow', {
    file,
    stateMachineName: 'demo',
    functions: Object.fromEntries(
      functions.map((name) => [name, LambdaFunction.fromFunctionArn(stack, name, arn(name))]),
    ),
    workflows,
    logRetention: RetentionDays.ONE_WEEK,
  });
  return Template.fromStack(stack);
}

/** Actions of the machine's role with the last part of what they are allowed on. */
function rightsOf(template: Template): { readonly [action: string]: readonly string[] } {
  const rights: { [action: string]: string[] } = {};
  for (const policy of Object.values(template.findResources('AWS::IAM::Policy'))) {
    for (const { Action, Resource } of policy.Properties.PolicyDocument.Statement) {
      for (const action of [Action].flat()) {
        const names = [Resource].flat().map((resource: unknown) => JSON.stringify(resource));
        rights[action] = [...(rights[action] ?? []), ...names.map(lastPart)];
      }
    }
  }
  return rights;
}

const lastPart = (arn: string): string =>
  /(?:stateMachine|execution|function|rule)[:/]([^"]+)/.exec(arn)?.[1] ?? arn;

const deployService = { resource: INVOKE, argument: '${DeployServiceFunctionArn}' };
const stackOperation = { resource: START, argument: '${StackOperationStateMachineArn}' };

describe('Workflow', () => {
  test('one record gives the substitution and the right to invoke, without a wildcard', () => {
    const template = synthesize({
      file: writeAslFile([deployService]),
      functions: ['DeployService'],
      workflows: {},
    });
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      DefinitionSubstitutions: {
        DeployServiceFunctionArn: Match.stringLikeRegexp(':function:DeployService$'),
      },
    });
    expect(rightsOf(template)['lambda:InvokeFunction']).toEqual(['DeployService']);
  });

  test('a nested machine may be started, described and stopped, and the rule of Step Functions be set', () => {
    const template = synthesize({
      file: writeAslFile([stackOperation]),
      functions: [],
      workflows: { StackOperation: { stateMachineName: 'demo-stack-operation' } },
    });
    expect(rightsOf(template)).toMatchObject({
      'states:StartExecution': ['demo-stack-operation'],
      'states:DescribeExecution': ['demo-stack-operation:*'],
      'states:StopExecution': ['demo-stack-operation:*'],
      'events:PutRule': ['StepFunctionsGetEventsForStepFunctionsExecutionRule'],
    });
    expect(rightsOf(template)).not.toHaveProperty('lambda:InvokeFunction');
  });

  test('a distributed map lets the machine start and follow its own children', () => {
    const map = { ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' } } };
    const template = synthesize({
      file: writeAslFile([deployService], { Map: map }),
      functions: ['DeployService'],
      workflows: {},
    });
    expect(rightsOf(template)).toMatchObject({
      'states:StartExecution': ['demo'],
      'states:DescribeExecution': ['demo:*', 'demo/*:*'],
      'states:RedriveExecution': ['demo/*:*'],
    });
  });

  test('logs everything but the data, and traces', () => {
    const template = synthesize({
      file: writeAslFile([deployService]),
      functions: ['DeployService'],
      workflows: {},
    });
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'demo',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/vendedlogs/states/demo',
      RetentionInDays: 7,
    });
  });

  test.each<[string, Parts, string]>([
    [
      'a placeholder without a function',
      { file: writeAslFile([deployService]), functions: [], workflows: {} },
      '${DeployServiceFunctionArn} has no value',
    ],
    [
      'a function without a placeholder',
      {
        file: writeAslFile([deployService]),
        functions: ['DeployService', 'Verify'],
        workflows: {},
      },
      'VerifyFunctionArn is given, but ${VerifyFunctionArn} is not in the file',
    ],
    [
      'a machine without a placeholder',
      {
        file: writeAslFile([deployService]),
        functions: ['DeployService'],
        workflows: { StackOperation: { stateMachineName: 'x' } },
      },
      'StackOperationStateMachineArn is given',
    ],
    [
      'an integration for which no rights are known',
      {
        file: writeAslFile([
          { ...deployService, resource: 'arn:aws:states:::aws-sdk:ecs:stopTask' },
        ]),
        functions: ['DeployService'],
        workflows: {},
      },
      'no rights are known for arn:aws:states:::aws-sdk:ecs:stopTask',
    ],
    [
      'a machine without a time limit',
      {
        file: writeAslFile([deployService], { TimeoutSeconds: undefined }),
        functions: ['DeployService'],
        workflows: {},
      },
      'TimeoutSeconds',
    ],
  ])('%s stops the synthesis', (_what, parts, message) => {
    expect(() => synthesize(parts)).toThrow(message);
  });
});
