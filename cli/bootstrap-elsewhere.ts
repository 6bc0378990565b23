import { AutolandError } from '../core/errors.js';
import type { Facts } from '../core/facts/facts.js';
import { type Elsewhere, type Place, placeBucketName, placeKeyArn } from '../core/places/place.js';
import { placeStackName, renderPlace } from '../core/places/render-place.js';
import type { CfnObject, Template } from '../core/template/cloudformation.js';
import { TRIGGERS } from '../functions/support/runtime/triggers.js';

export type BootstrapElsewhere = {
  readonly place: Elsewhere;
  readonly installation: Place & { readonly name: string };
};

/** `111111111111/us-east-1` */
export function parseInstallation(text: string | undefined): Place {
  const [, account = '', region = ''] = /^(\d{12})\/([a-z0-9-]+)$/.exec(text ?? '') ?? [];
  if (account && region) return { account, region };
  throw new AutolandError(
    'InputInvalid',
    text === undefined
      ? 'where Autoland is installed is not known'
      : `${text} is no account and region`,
    {
      instructions: ['add --installation <account>/<region>, for instance 111111111111/us-east-1'],
    },
  );
}

/** The place with the bucket out of which stacks are made there. */
export function toBootstrapFacts(
  { place }: BootstrapElsewhere,
  given: Partial<Facts>,
): Pick<Facts, 'environment'> {
  const { account, region } = place;
  return {
    environment: {
      ...given.environment,
      accountId: account,
      region,
      artifactBucket: placeBucketName(place),
      artifactKeyArn: placeKeyArn(place),
    },
  };
}

/** The stack that lets the installation in, and what to do afterwards. */
export function describeElsewhere(
  { place, installation }: BootstrapElsewhere,
  boundary: string | undefined,
): {
  readonly stack: { readonly name: string; readonly template: Template };
  readonly lines: readonly string[];
} {
  const { application, environment, account, region } = place;
  const record = JSON.stringify({
    app: application,
    name: environment,
    accountID: account,
    region,
  });
  return {
    stack: {
      name: placeStackName(place),
      template: renderPlace({ place, installation, boundary, forwarded: listForwarded() }),
    },
    lines: [
      '\nAs an administrator of the account of the installation, where Copilot has not written this record:\n',
      `aws ssm put-parameter --region ${installation.region} --type String --name /copilot/applications/${application}/environments/${environment} \\`,
      `  --value '${record}'`,
      ...(account === installation.account
        ? []
        : [`\nand name ${account} under "accounts" in the configuration of the installation.`]),
    ],
  };
}

/** What the installation listens to, but for its own state machines. */
function listForwarded(): readonly CfnObject[] {
  return TRIGGERS.flatMap((trigger) => ('pattern' in trigger ? [trigger.pattern] : []))
    .map((pattern) => pattern as CfnObject)
    .filter(({ source }) => !JSON.stringify(source).includes('aws.states'));
}
