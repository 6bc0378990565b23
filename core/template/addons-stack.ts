import type { Resource } from './cloudformation.js';
import { ref } from './cloudformation.js';
import type { RenderContext } from './context.js';
import { describeResource } from './description.js';
import { objectUrl } from './s3-location.js';

/** Value of `AddonsTemplateURL`: the empty text where the workload has no addons, which switches the nested stack off. */
export function addonsTemplateUrl({ addons, facts, uploadsAssets }: RenderContext): string {
  if (addons === undefined || !uploadsAssets) return '';
  const { artifactBucket = '', region } = facts.environment ?? {};
  return objectUrl(artifactBucket, region, addons.templateKey);
}

/** The nested stack of a workload's addons; `addons.parameters.yml` may refer to anything in the parent. */
export function renderAddonsStack({ addons }: RenderContext): Resource {
  return describeResource('An Addons CloudFormation Stack for your additional AWS resources', {
    Type: 'AWS::CloudFormation::Stack',
    Condition: 'HasAddons',
    Properties: {
      Parameters: {
        App: ref('AppName'),
        Env: ref('EnvName'),
        Name: ref('WorkloadName'),
        ...addons?.parameters,
      },
      TemplateURL: ref('AddonsTemplateURL'),
    },
  });
}
