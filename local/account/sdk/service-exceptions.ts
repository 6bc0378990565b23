/** Turns an error of the account into the exception class that the SDK of that service would have thrown. */
import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import * as dynamoDb from '@aws-sdk/client-dynamodb';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as s3 from '@aws-sdk/client-s3';
import * as sfn from '@aws-sdk/client-sfn';
import * as ssm from '@aws-sdk/client-ssm';
import type { ServiceError } from '../service-error.js';

type ExceptionOptions = {
  readonly name: string;
  readonly message: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId: string };
};
type ExceptionClass = new (options: ExceptionOptions) => Error;

const MODULES: {
  readonly [service: string]: { readonly module: object; readonly base: ExceptionClass };
} = {
  CloudFormation: { module: cloudFormation, base: cloudFormation.CloudFormationServiceException },
  CloudWatch: { module: cloudWatch, base: cloudWatch.CloudWatchServiceException },
  DynamoDB: { module: dynamoDb, base: dynamoDb.DynamoDBServiceException },
  ECR: { module: ecr, base: ecr.ECRServiceException },
  ECS: { module: ecs, base: ecs.ECSServiceException },
  ElasticLoadBalancingV2: { module: elb, base: elb.ElasticLoadBalancingV2ServiceException },
  S3: { module: s3, base: s3.S3ServiceException },
  SFN: { module: sfn, base: sfn.SFNServiceException },
  SSM: { module: ssm, base: ssm.SSMServiceException },
};

/** `error` as an exception of the service's SDK: its own class where the model has one, else the base class. */
export function asSdkException(service: string, error: ServiceError, requestId: string): Error {
  const known = MODULES[service];
  if (!known) return error;
  const own = (known.module as { readonly [name: string]: unknown })[error.name];
  const exceptionClass = typeof own === 'function' ? (own as ExceptionClass) : known.base;
  const exception = new exceptionClass({
    name: error.name,
    message: error.message,
    $fault: error.$fault,
    $metadata: { httpStatusCode: error.status, requestId },
  });
  return Object.assign(exception, { Code: error.code, ...error.details });
}
