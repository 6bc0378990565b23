import type { StaticSite } from '../../manifest/schema/static-site.js';
import type { RenderedStack } from '../../release/release.js';
import { addonsTemplateUrl, renderAddonsStack } from '../addons-stack.js';
import type { Output, Parameter, Template } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { findDelegationRole } from '../environment/parameter-values.js';
import { findPartition } from '../partition.js';
import { workloadStackName } from '../stack-name.js';
import { renderStackTags } from '../stack-tags.js';
import { renderBucket, renderManagerAccess } from './bucket.js';
import { renderCopyAssets } from './copy-assets.js';
import { renderDistribution } from './distribution.js';
import { renderManagedDomain } from './managed-domain.js';
import { managesDomain, type SiteSettings } from './settings.js';
import { resolveSiteFiles, type SiteFiles } from './site-files.js';
import { renderTrigger } from './trigger.js';

/** The stack of a Static Site: a bucket behind CloudFront, and the copying of the files into it. */
export function renderStaticSite(manifest: StaticSite, context: RenderContext): RenderedStack {
  const files = resolveSiteFiles(manifest, context);
  const settings = resolveSite(manifest, files, context);
  return {
    kind: 'workload',
    name: manifest.name,
    type: manifest.type,
    stackName: workloadStackName(context, manifest.name),
    template: {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'A static site on Amazon S3 and CloudFront.',
      Metadata: {
        Version: context.facts.templateVersion ?? '',
        Manifest: context.manifestText,
      },
      Parameters: PARAMETERS,
      Conditions: { HasAddons: { 'Fn::Not': [{ 'Fn::Equals': [ref('AddonsTemplateURL'), ''] }] } },
      Resources: renderResources(settings, context),
      Outputs: renderOutputs(settings.alias),
    },
    parameters: {
      AppName: context.application,
      EnvName: context.environment,
      WorkloadName: manifest.name,
      AddonsTemplateURL: addonsTemplateUrl(context),
      ArtifactKeyARN: context.facts.environment?.artifactKeyArn ?? '',
    },
    tags: renderStackTags(context, manifest.name),
    assets: context.uploadsAssets ? [...(context.addons?.assets ?? []), ...files.assets] : [],
    after: manifest.depends_on ?? [],
    images: [],
    alarms: { created: [], named: [] },
  };
}

const TEXT: Parameter = { Type: 'String' };
const PARAMETERS: { readonly [name: string]: Parameter } = {
  AppName: TEXT,
  EnvName: TEXT,
  WorkloadName: TEXT,
  AddonsTemplateURL: { Type: 'String', Default: '' },
  ArtifactKeyARN: TEXT,
};

function resolveSite(manifest: StaticSite, files: SiteFiles, context: RenderContext): SiteSettings {
  const { facts, application, environment } = context;
  const domain = facts.application.domain ?? '';
  const own =
    domain === '' ? undefined : `${manifest.name}.${environment}.${application}.${domain}`;
  return {
    application,
    environment,
    name: manifest.name,
    partition: findPartition(facts.environment?.region),
    alias: manifest.http?.alias || own,
    certificate: manifest.http?.certificate || undefined,
    domain,
    delegationRole: findDelegationRole(context) ?? '',
    mapping: files.mapping,
    permissionsBoundary: facts.application.permissionsBoundary,
  };
}

function renderResources(settings: SiteSettings, context: RenderContext): Template['Resources'] {
  const { alias } = settings;
  return {
    ...renderBucket(),
    ...renderDistribution(settings),
    ...renderTrigger(settings, context),
    ...renderCopyAssets(settings),
    ...renderManagerAccess(settings.partition),
    ...(alias !== undefined && managesDomain(settings)
      ? renderManagedDomain(settings, alias, context)
      : {}),
    AddonsStack: renderAddonsStack(context),
  };
}

function renderOutputs(alias: string | undefined): { readonly [name: string]: Output } {
  const exported = (name: string, value: Output['Value']): Output => ({
    Value: value,
    Export: { Name: sub(`\${AWS::StackName}-${name}`) },
  });
  return {
    CloudFrontDistributionDomainName: exported(
      'CloudFrontDistributionDomainName',
      getAtt('CloudFrontDistribution', 'DomainName'),
    ),
    ...(alias === undefined
      ? {}
      : {
          CloudFrontDistributionAlternativeDomainName: exported(
            'CloudFrontDistributionAlternativeDomainName',
            alias,
          ),
        }),
  };
}
