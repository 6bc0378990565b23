import { snakeCase } from '../../manifest/resolve/names.js';
import type { Secret, Secrets } from '../../manifest/schema/values.js';
import type { CfnObject, CfnValue } from '../cloudformation.js';
import { getAtt, importValue, sub } from '../cloudformation.js';
import type { RenderContext } from '../context.js';

function secretSource(secret: Secret): CfnValue {
  if (typeof secret === 'string') return secret;
  if ('from_cfn' in secret) return importValue(secret.from_cfn);
  return sub(
    `arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:${secret.secretsmanager}`,
  );
}

/** `secrets` or `secretOptions` of a manifest, sorted by name. */
export function manifestSecrets(secrets: Secrets | undefined): readonly CfnObject[] {
  return Object.entries(secrets ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, secret]) => ({ Name: name, ValueFrom: secretSource(secret) }));
}

/** Secrets that the addons stack outputs: for the main container only. */
export function addonSecrets(context: RenderContext): readonly CfnObject[] {
  return (context.addons?.outputs ?? [])
    .filter(({ kind }) => kind === 'secret')
    .map(({ name }) => ({
      Name: snakeCase(name),
      ValueFrom: getAtt('AddonsStack', `Outputs.${name}`),
    }));
}
