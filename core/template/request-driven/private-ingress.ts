import type { RequestDrivenWebService } from '../../manifest/schema/request-driven-web-service.js';
import type { Resource } from '../cloudformation.js';
import { getAtt } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import { renderServiceTags } from './service-tags.js';

/** `http.private`: reachable from the VPC only, through the environment's endpoint or one of the user's. */
export function isPrivate(manifest: RequestDrivenWebService): boolean {
  const setting = manifest.http?.private;
  return typeof setting === 'object' ? setting.endpoint !== undefined : setting === true;
}

function findOwnEndpoint(manifest: RequestDrivenWebService): string | undefined {
  const setting = manifest.http?.private;
  return typeof setting === 'object' ? setting.endpoint : undefined;
}

export function renderIngressConnection(manifest: RequestDrivenWebService): Resource {
  return describeResource('The connection from your environment to this service', {
    Type: 'AWS::AppRunner::VpcIngressConnection',
    Properties: {
      ServiceArn: getAtt('Service', 'ServiceArn'),
      IngressVpcConfiguration: {
        VpcId: environmentOutput('VpcId'),
        VpcEndpointId: findOwnEndpoint(manifest) ?? environmentOutput('AppRunnerVpcEndpointId'),
      },
      Tags: renderServiceTags(manifest.tags),
    },
  });
}
