import type { Issue } from '../issues.js';

/**
 * The refusal of a CDK app in an `overrides/` folder: it would run whatever code it holds, and an `npm install`, with
 * the permissions of the deployer.
 */
export function refuseCdkOverrides(folder: string): Issue {
  return {
    severity: 'error',
    file: folder,
    message:
      'CDK overrides are not supported: they would run arbitrary code with the permissions of the deployment',
    hint: [
      `write what they change as YAML patches in ${folder}/cfn.patches.yml and delete cdk.json`,
      'a patch is "- op: add | replace | remove", "path: /Resources/<logical id>/Properties/<property>" and, but for remove, "value: …"',
      'to find the patches, compare the output of `cdk synth` in that folder with the template that `autoland package` writes',
    ].join('; '),
  };
}
