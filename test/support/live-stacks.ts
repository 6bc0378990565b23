import type { LiveResource, LiveStack } from '../../core/deletion/live-stack.js';
import type { DeletionInput } from '../../core/deletion/plan-deletion.js';
import type { CfnValue, Resource } from '../../core/template/cloudformation.js';

export type LiveSketch = {
  readonly kind?: LiveStack['kind'];
  readonly environment?: string;
  readonly exports?: readonly string[];
  readonly imports?: readonly string[];
  /** Names of topics that it makes, and of those that it subscribes to. */
  readonly topics?: readonly string[];
  readonly subscriptions?: readonly string[];
  readonly resources?: { readonly [logicalId: string]: Resource };
  readonly nested?: LiveStack['nested'];
  readonly isTerminationProtected?: boolean;
};

/** A stack of shop as CloudFormation has it: a workload of `test` unless told otherwise. */
export function aLiveStack(
  name: string,
  sketch: LiveSketch = {},
): LiveStack & { readonly environment: string } {
  const { kind = 'workload', environment = 'test', nested = [] } = sketch;
  const resources = { ...listLinks(sketch), ...sketch.resources };
  const stackName = kind === 'environment' ? `shop-${name}` : `shop-${environment}-${name}`;
  return {
    kind,
    name,
    environment: kind === 'environment' ? name : environment,
    stackName,
    parameters: {},
    isTerminationProtected: sketch.isTerminationProtected ?? false,
    nested,
    template: {
      Resources: resources,
      Outputs: Object.fromEntries(
        (sketch.exports ?? []).map((exported, index) => [
          `Out${index}`,
          { Value: 'x', Export: { Name: exported } },
        ]),
      ),
    },
    resources: Object.entries(resources).map(
      ([logicalId, { Type, Properties = {} }]): LiveResource => {
        const named = Properties.RoleName ?? Properties.FunctionName ?? Properties.LogGroupName;
        const physicalId = typeof named === 'string' ? named : `${stackName}-${logicalId}`;
        return { logicalId, type: Type, physicalId };
      },
    ),
  };
}

function listLinks({ imports = [], topics = [], subscriptions = [] }: LiveSketch) {
  const list = (prefix: string, names: readonly string[], make: (name: string) => Resource) =>
    names.map((name, index) => [`${prefix}${index}`, make(name)] as const);
  const parameter = (value: CfnValue): Resource => ({
    Type: 'AWS::SSM::Parameter',
    Properties: { Value: value },
  });
  return Object.fromEntries([
    ...list('Import', imports, (name) => parameter({ 'Fn::ImportValue': name })),
    ...list('Topic', topics, (name) => ({
      Type: 'AWS::SNS::Topic',
      Properties: { TopicName: name },
    })),
    ...list('Subscription', subscriptions, (name) => ({
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: `arn:aws:sns:us-east-1:111111111111:${name}` },
    })),
  ]);
}

/** The environment stack with the role that CloudFormation acts with. */
export function aLiveEnvironment(name = 'test', sketch: LiveSketch = {}) {
  return aLiveStack(name, {
    kind: 'environment',
    resources: {
      CloudformationExecutionRole: {
        Type: 'AWS::IAM::Role',
        DeletionPolicy: 'Retain',
        Properties: { RoleName: `shop-${name}-CFNExecutionRole` },
      },
    },
    ...sketch,
  });
}

/** A deletion in the environment `test`, of which nothing else is known. */
export function aDeletion(input: Partial<DeletionInput> = {}): DeletionInput {
  return {
    environment: {
      name: 'test',
      isProtected: false,
    },
    target: { kind: 'environment' },
    cascade: false,
    confirm: [],
    stacks: [],
    exports: [],
    released: [],
    ...input,
  };
}
