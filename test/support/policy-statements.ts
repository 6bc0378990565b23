import type { Template } from 'aws-cdk-lib/assertions';

export type Statement = {
  readonly actions: readonly string[];
  /** ARNs with what CloudFormation fills in as `<AWS::Region>`, `<Logical.Arn>` or an export's name. */
  readonly resources: readonly string[];
  readonly conditions: object;
};

type Json = string | readonly Json[] | { readonly [key: string]: Json };

/** Readable text of a value with intrinsic functions. */
function flatten(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(flatten).join('');
  const [[name, inner] = ['', '']] = Object.entries(value);
  if (name === 'Fn::Join') return flatten((inner as readonly Json[])[1] ?? []);
  if (name === 'Fn::GetAtt') return `<${(inner as readonly string[]).join('.')}>`;
  if (name === 'Ref') return `<${String(inner)}>`;
  return flatten(inner as Json);
}

type PolicyDocument = {
  readonly Statement: readonly {
    readonly Action: string | readonly string[];
    readonly Resource: Json | readonly Json[];
    readonly Condition?: object;
  }[];
};

/** Statements of each inline policy by the construct that it belongs to, for instance `DeployService`. */
export function statementsByOwner(template: Template): {
  readonly [owner: string]: readonly Statement[];
} {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  return Object.fromEntries(
    policies.map(([id, { Properties }]) => {
      const document = Properties.PolicyDocument as PolicyDocument;
      const statements = document.Statement.map(({ Action, Resource, Condition = {} }) => ({
        actions: [Action].flat(),
        resources: (Array.isArray(Resource) ? Resource : [Resource]).map(flatten),
        conditions: Condition,
      }));
      return [id.replace(/(StateMachine)?RoleDefaultPolicy[0-9A-F]{8}$/, ''), statements];
    }),
  );
}
