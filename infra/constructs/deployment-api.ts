import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpStage,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { OWN_PATHS, type PathOwner } from '../../functions/support/api/paths.js';
import { pascalCase } from '../../functions/support/runtime/triggers.js';
import type { JwtConfig } from '../config.js';

export type DeploymentApiProps = {
  readonly apiName: string;
  readonly handler: IFunction;
  /** Answer their own paths. */
  readonly owners: { readonly [name in PathOwner]: IFunction };
  /** Absent: AWS credentials (SigV4), so that IAM says who may do what, down to a path. */
  readonly jwt: JwtConfig | undefined;
  /** Requests per second, and how many at once. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  readonly logRetention: RetentionDays;
};

// No header, no query, no body: tokens and variables are in them.
const ACCESS_LOG = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  ip: '$context.identity.sourceIp',
  caller: '$context.identity.userArn',
  subject: '$context.authorizer.claims.sub',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  latency: '$context.responseLatency',
  authorizerError: '$context.authorizer.error',
});

/** An HTTP API before the function `api` and those with paths of their own: authorisation, throttling, access logs. Nothing of it is open. */
export class DeploymentApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: DeploymentApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { apiName: props.apiName, createDefaultStage: false });
    const authorizer = makeAuthorizer(props.jwt);
    this.api.addRoutes({
      path: '/v1/{path+}',
      methods: [HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE],
      integration: new HttpLambdaIntegration('Handler', props.handler),
      authorizer,
    });
    for (const { function: owner, method, path } of OWN_PATHS) {
      this.api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: new HttpLambdaIntegration(pascalCase(owner), props.owners[owner]),
        authorizer,
      });
    }
    this.#makeStage(props);
  }

  #makeStage({ apiName, throttle, logRetention }: DeploymentApiProps): void {
    const log = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/apis/${apiName}`,
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttle.rate, burstLimit: throttle.burst },
    });
    (stage.node.defaultChild as CfnStage).accessLogSettings = {
      destinationArn: log.logGroupArn,
      format: ACCESS_LOG,
    };
  }
}

function makeAuthorizer(jwt: JwtConfig | undefined): IHttpRouteAuthorizer {
  if (!jwt) return new HttpIamAuthorizer();
  // API Gateway checks signature, issuer, audience and time. It cannot check `sub`: the function does (JWT_SUBJECTS).
  return new HttpJwtAuthorizer('Jwt', jwt.issuer, { jwtAudience: [...jwt.audience] });
}
