import type { RequestDrivenWebService } from '../../manifest/schema/request-driven-web-service.js';
import type { RenderedStack } from '../../release/release.js';
import { renderAddonsStack } from '../addons-stack.js';
import type { Template } from '../cloudformation.js';
import { runningImages } from '../containers/images.js';
import type { RenderContext } from '../context.js';
import { renderTopics } from '../messaging/topics.js';
import { workloadStackName } from '../stack-name.js';
import { renderStackTags } from '../stack-tags.js';
import { renderService } from './app-runner-service.js';
import { renderCustomDomain } from './custom-domain.js';
import {
  REQUEST_DRIVEN_CONDITIONS,
  REQUEST_DRIVEN_PARAMETERS,
  resolveParameters,
} from './parameters.js';
import { findPlacement } from './placement.js';
import { isPrivate, renderIngressConnection } from './private-ingress.js';
import { renderRoles } from './roles.js';
import { renderVpcConnector } from './vpc-connector.js';

/** The stack of a Request-Driven Web Service: an App Runner service with what it publishes and reaches. */
export function renderRequestDriven(
  manifest: RequestDrivenWebService,
  context: RenderContext,
): RenderedStack {
  return {
    kind: 'workload',
    name: manifest.name,
    type: manifest.type,
    stackName: workloadStackName(context, manifest.name),
    template: {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'A request-driven web service on AWS App Runner.',
      Metadata: {
        Version: context.facts.templateVersion ?? '',
        Manifest: context.manifestText,
      },
      Parameters: REQUEST_DRIVEN_PARAMETERS,
      Conditions: REQUEST_DRIVEN_CONDITIONS,
      Resources: renderResources(manifest, context),
    },
    parameters: resolveParameters(manifest, context),
    tags: renderStackTags(context, manifest.name),
    assets: context.uploadsAssets ? (context.addons?.assets ?? []) : [],
    after: manifest.depends_on ?? [],
    images: runningImages(manifest, context),
    alarms: { created: [], named: [] },
  };
}

function renderResources(
  manifest: RequestDrivenWebService,
  context: RenderContext,
): Template['Resources'] {
  const placement = findPlacement(manifest, context.facts);
  const alias = manifest.http?.alias;
  return {
    ...renderRoles(manifest, context),
    Service: renderService(manifest, context),
    ...(isPrivate(manifest)
      ? { AppRunnerVpcIngressConnection: renderIngressConnection(manifest) }
      : {}),
    AddonsStack: renderAddonsStack(context),
    ...(alias === undefined ? {} : renderCustomDomain(alias, context)),
    ...renderTopics(manifest.publish),
    ...(placement === undefined ? {} : renderVpcConnector(manifest, placement)),
  };
}
