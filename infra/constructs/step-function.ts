import { join } from 'node:path';
import { ArnFormat, type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, addRights, type Right } from './rights.js';

export type StepFunctionProps = {
  /** File below functions/, without `.ts`. */
  readonly name: string;
  /** Folder with one folder per function, each with an index.mjs. */
  readonly bundles: string;
  /** Prefix of all names of this installation. */
  readonly prefix: string;
  readonly environment: { readonly [name: string]: string };
  readonly rights: readonly Right[];
  readonly timeout: Duration;
  /** MB; also buys CPU, and so a shorter start. */
  readonly memory: number;
  readonly logRetention: RetentionDays;
};

/** ARN of a function by its name, for rights of functions that are made before or after it. */
export function functionArn(scope: Construct, name: string): string {
  return Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: name,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** One Lambda function with its own role, log group and bundle. */
export class StepFunction extends Construct {
  readonly fn: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: StepFunctionProps) {
    super(scope, id);
    const functionName = `${props.prefix}-${props.name}`;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Made here, not by the CDK: its own would carry an AWS managed policy that may write to every log group.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    this.fn = new LambdaFunction(this, 'Function', {
      functionName,
      code: Code.fromAsset(join(props.bundles, props.name)),
      handler: 'index.handler',
      role: this.role,
      logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memory,
      timeout: props.timeout,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      environment: props.environment,
    });
    addRights(this.role, props.rights);
    acknowledge(this.role, {
      'AwsSolutions-IAM5[Resource::*]': 'X-Ray knows no resources; written by the CDK for tracing',
    });
  }
}
