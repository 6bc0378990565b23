import { readFileSync } from 'node:fs';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type AslDefinition, assertSameNames, readDefinition } from './asl-definition.js';
import { acknowledge, addRights, type Right } from './rights.js';

/** A state machine by its fixed name, so that functions and machines can name each other without a circular dependency. */
export type StateMachineTarget = { readonly stateMachineName: string };

export type WorkflowProps = StateMachineTarget & {
  /** Path of the `.asl.json` file. */
  readonly file: string;
  /** `{ DeployService: fn }` fills `${DeployServiceFunctionArn}` and lets the machine invoke it. */
  readonly functions: { readonly [name: string]: IFunction };
  /** `{ StackOperation: target }` fills `${StackOperationStateMachineArn}` and lets the machine start it and wait for it. */
  readonly workflows: { readonly [name: string]: StateMachineTarget };
  readonly logRetention: RetentionDays;
};

// Step Functions makes this rule itself, to learn when an execution that it waits for has ended.
const SYNC_RULE = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';
const WHY_EXECUTIONS =
  'executions of one state machine: Step Functions names them when it starts them';

/** ARN of a state machine of this account and region. */
export function stateMachineArn(
  scope: Construct,
  { stateMachineName }: StateMachineTarget,
): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: stateMachineName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** All executions of a machine, or all children of its distributed maps. */
export function executionArns(
  scope: Construct,
  { stateMachineName }: StateMachineTarget,
  whose: 'own' | 'children' = 'own',
): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    // A child of a distributed map is named after the machine and the map run.
    resourceName: whose === 'own' ? `${stateMachineName}:*` : `${stateMachineName}/*:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/**
 * A state machine from an ASL file. One record per kind of target gives both the placeholders and the rights, so the two
 * cannot drift; synthesis stops when the file and the records disagree, whichever has the name too many.
 */
export class Workflow extends Construct implements StateMachineTarget {
  readonly stateMachine: StateMachine;
  readonly stateMachineName: string;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const definition = readDefinition(readFileSync(props.file, 'utf8'), props.file);
    const substitutions = makeSubstitutions(this, props);
    assertSameNames(props.file, definition.placeholders, Object.keys(substitutions));

    this.stateMachineName = props.stateMachineName;
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: props.stateMachineName,
      definitionBody: DefinitionBody.fromFile(props.file),
      definitionSubstitutions: substitutions,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Log', {
          // Under this prefix the account's log resource policy does not grow with every machine.
          logGroupName: `/aws/vendedlogs/states/${props.stateMachineName}`,
          retention: props.logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Inputs may quote what users wrote: the console's history shows it, the logs do not keep it.
        includeExecutionData: false,
      },
    });
    addRights(this.stateMachine.role, describeRights(this, props, definition));
    acknowledge(this.stateMachine, {
      'AwsSolutions-IAM5[Resource::*]':
        'log delivery and X-Ray know no resources; written by the CDK for logs and tracing',
    });
  }
}

function makeSubstitutions(scope: Construct, props: WorkflowProps): { [name: string]: string } {
  const functions = Object.entries(props.functions).map(([name, fn]) => [
    `${name}FunctionArn`,
    fn.functionArn,
  ]);
  const workflows = Object.entries(props.workflows).map(([name, target]) => [
    `${name}StateMachineArn`,
    stateMachineArn(scope, target),
  ]);
  return Object.fromEntries([...functions, ...workflows]);
}

/** The rights that a machine needs, read off the same record as its placeholders. */
function describeRights(
  scope: Construct,
  props: WorkflowProps,
  definition: AslDefinition,
): readonly Right[] {
  const functions = Object.values(props.functions).map((fn) => fn.functionArn);
  const workflows = Object.values(props.workflows);
  return [
    ...(functions.length > 0 ? [{ actions: ['lambda:InvokeFunction'], resources: functions }] : []),
    ...(workflows.length > 0 ? describeNestedRights(scope, workflows) : []),
    ...(definition.hasDistributedMap ? describeMapRights(scope, props) : []),
  ];
}

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html#sync-async-iam-policies
function describeNestedRights(
  scope: Construct,
  targets: readonly StateMachineTarget[],
): readonly Right[] {
  return [
    {
      actions: ['states:StartExecution'],
      resources: targets.map((target) => stateMachineArn(scope, target)),
    },
    {
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: targets.map((target) => executionArns(scope, target)),
      why: WHY_EXECUTIONS,
    },
    {
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [
        Stack.of(scope).formatArn({ service: 'events', resource: 'rule', resourceName: SYNC_RULE }),
      ],
    },
  ];
}

// https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
function describeMapRights(scope: Construct, own: StateMachineTarget): readonly Right[] {
  const children = executionArns(scope, own, 'children');
  return [
    { actions: ['states:StartExecution'], resources: [stateMachineArn(scope, own)] },
    {
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [executionArns(scope, own), children],
      why: WHY_EXECUTIONS,
    },
    { actions: ['states:RedriveExecution'], resources: [children], why: WHY_EXECUTIONS },
  ];
}
