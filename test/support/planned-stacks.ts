import type { PlannableStack } from '../../core/plan/plannable-stack.js';
import type { CfnValue, Resource } from '../../core/template/cloudformation.js';

type StackSketch = Partial<PlannableStack> & {
  readonly exports?: readonly CfnValue[];
  readonly imports?: readonly CfnValue[];
  readonly resources?: { readonly [logicalId: string]: Resource };
};

const PARAMETERS = { AppName: 'shop', EnvName: 'test', App: 'shop', Env: 'test' };

/** A workload `name` of shop in test, with nothing in it but what is told. */
export function aWorkload(name: string, sketch: StackSketch = {}): PlannableStack {
  return aStack({ kind: 'workload', name, stackName: `shop-test-${name}`, ...sketch });
}

export function anAddon(name: string, sketch: StackSketch = {}): PlannableStack {
  return aStack({ kind: 'environment-addon', name, stackName: `shop-test-${name}`, ...sketch });
}

export function anEnvironment(name = 'test', sketch: StackSketch = {}): PlannableStack {
  return aStack({ kind: 'environment', name, stackName: `shop-${name}`, ...sketch });
}

function aStack(
  sketch: StackSketch & Pick<PlannableStack, 'kind' | 'name' | 'stackName'>,
): PlannableStack {
  const { exports = [], imports = [], resources = {}, ...stack } = sketch;
  const parameters = { ...PARAMETERS, WorkloadName: stack.name, Name: stack.name };
  return {
    after: [],
    parameters,
    template: {
      Parameters: Object.fromEntries(
        Object.keys(parameters).map((key) => [key, { Type: 'String' }]),
      ),
      Resources: {
        ...Object.fromEntries(
          imports.map((name, index) => [
            `Import${index}`,
            { Type: 'AWS::SSM::Parameter', Properties: { Value: { 'Fn::ImportValue': name } } },
          ]),
        ),
        ...resources,
      },
      Outputs: Object.fromEntries(
        exports.map((name, index) => [`Out${index}`, { Value: 'x', Export: { Name: name } }]),
      ),
    },
    ...stack,
  };
}
