import type { CfnObject, CfnValue, Resource } from './cloudformation.js';
import { sub } from './cloudformation.js';

/** One statement of a policy; `actions` and `resources` are written as lists even where there is one. */
export type Statement = {
  readonly sid?: string;
  readonly effect?: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources?: readonly CfnValue[];
  readonly principal?: CfnValue;
  readonly condition?: CfnObject;
};

export function policyStatement(statement: Statement): CfnObject {
  return {
    ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
    Effect: statement.effect ?? 'Allow',
    ...(statement.principal === undefined ? {} : { Principal: statement.principal }),
    Action: statement.actions,
    ...(statement.resources === undefined ? {} : { Resource: statement.resources }),
    ...(statement.condition === undefined ? {} : { Condition: statement.condition }),
  };
}

export function policyDocument(statements: readonly Statement[]): CfnObject {
  return { Version: '2012-10-17', Statement: statements.map(policyStatement) };
}

export function inlinePolicy(name: string, statements: readonly Statement[]): CfnObject {
  return { PolicyName: name, PolicyDocument: policyDocument(statements) };
}

/** Trust of an AWS service such as `lambda.amazonaws.com`. */
export function trustService(service: string): CfnObject {
  return policyDocument([{ principal: { Service: [service] }, actions: ['sts:AssumeRole'] }]);
}

/** `service-role/AWSLambdaBasicExecutionRole` as an ARN of the partition in use. */
export const awsManagedPolicy = (path: string): CfnValue =>
  sub(`arn:\${AWS::Partition}:iam::aws:policy/${path}`);

export type RoleOptions = {
  readonly trust: CfnObject;
  /** Name of the managed policy of the account that bounds the role. */
  readonly boundary: string | undefined;
  readonly name?: CfnValue;
  readonly path?: string;
  readonly managed?: readonly CfnValue[];
  readonly policies?: readonly CfnObject[];
};

/** An IAM role without its metadata; spread it and add `Condition`, `DeletionPolicy` and so on. */
export function iamRole(options: RoleOptions): Resource {
  const { name, trust, boundary, path, managed, policies } = options;
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      ...(name === undefined ? {} : { RoleName: name }),
      AssumeRolePolicyDocument: trust,
      ...(boundary === undefined
        ? {}
        : {
            PermissionsBoundary: sub(
              `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/${boundary}`,
            ),
          }),
      ...(path === undefined ? {} : { Path: path }),
      ...(managed === undefined || managed.length === 0 ? {} : { ManagedPolicyArns: managed }),
      ...(policies === undefined || policies.length === 0 ? {} : { Policies: policies }),
    },
  };
}
