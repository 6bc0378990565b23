import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { BUNDLING, ROOT } from '../bundling/bundling.js';
import { acknowledge, addRights, type Right } from './rights.js';

export type StepFunctionProps = {
  /** File below functions/, without `.ts`. */
  readonly name: string;
  /** Prefix of all names of this installation. */
  readonly prefix: string;
  readonly environment: { readonly [name: string]: string };
  readonly rights: readonly Right[];
  readonly timeout: Duration;
  /** MB; also buys CPU, and so a shorter start. */
  readonly memory: number;
  readonly logRetention: RetentionDays;
};

/** One Lambda function with its own role, log group and bundle. */
export class StepFunction extends Construct {
  readonly fn: NodejsFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: StepFunctionProps) {
    super(scope, id);
    const entry = join(ROOT, 'functions', `${props.name}.ts`);
    if (!existsSync(entry)) throw new Error(`${entry} does not exist`);
    const functionName = `${props.prefix}-${props.name}`;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Made here, not by the CDK: its own would carry an AWS managed policy that may write to every log group.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    this.fn = new NodejsFunction(this, 'Function', {
      functionName,
      entry,
      role: this.role,
      logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memory,
      timeout: props.timeout,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      bundling: BUNDLING,
      depsLockFilePath: join(ROOT, 'package-lock.json'),
      environment: props.environment,
      // A variable for version 2 of the SDK only.
      awsSdkConnectionReuse: false,
    });
    addRights(this.role, props.rights);
    acknowledge(this.role, {
      'AwsSolutions-IAM5[Resource::*]': 'X-Ray knows no resources; written by the CDK for tracing',
    });
  }
}
