import { Stack, Validations } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** What a role may do. Whoever writes a wildcard says why: the reason becomes cdk-nag's acknowledgement. */
export type Right = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: { readonly [operator: string]: { readonly [key: string]: unknown } };
  readonly why?: string;
};

type Flat = string | { readonly [name: string]: unknown };

/** An ARN as cdk-nag writes it into the id of a finding: `arn:<AWS::Partition>:s3:::shop-*`. */
export function describeArn(scope: IConstruct, arn: string): string {
  const visit = (node: Flat): string => {
    if (typeof node === 'string') return node;
    const [[name, value] = ['', '']] = Object.entries(node);
    if (name === 'Ref') return `<${value}>`;
    if (name === 'Fn::ImportValue') return visit(value as Flat);
    if (name === 'Fn::GetAtt') return `<${(value as readonly string[]).join('.')}>`;
    if (name === 'Fn::Join') {
      const [separator, parts] = value as [string, readonly Flat[]];
      return parts.map(visit).join(separator);
    }
    throw new Error(`no ARN: ${JSON.stringify(node)}`);
  };
  return visit(Stack.of(scope).resolve(arn));
}

/** Accepts findings of cdk-nag at this construct: rule or rule[finding] -> reason. */
export function acknowledge(scope: IConstruct, reasons: { readonly [rule: string]: string }): void {
  for (const [id, reason] of Object.entries(reasons))
    Validations.of(scope).acknowledge({ id, reason });
}

/** Gives the role its rights and acknowledges the wildcards in them; a wildcard without a reason stops the synthesis. */
export function addRights(role: IRole, rights: readonly Right[]): void {
  for (const { actions, resources, conditions, why } of rights) {
    const wildcards = resources.filter((resource) => describeArn(role, resource).includes('*'));
    if (wildcards.length > 0 && !why)
      throw new Error(
        `${actions.join(', ')} on ${wildcards.join(', ')}: say why there is a wildcard`,
      );
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        ...(conditions ? { conditions } : {}),
      }),
    );
    for (const wildcard of wildcards)
      acknowledge(role, {
        [`AwsSolutions-IAM5[Resource::${describeArn(role, wildcard)}]`]: why ?? '',
      });
  }
}
