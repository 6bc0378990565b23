import { CLOSED_TO_THE_PUBLIC, ENCRYPTED_BY_S3 } from '../template/bucket-settings.js';
import type { CfnObject, Resource, Template } from '../template/cloudformation.js';
import { getAtt, ref } from '../template/cloudformation.js';
import { iamRole, inlinePolicy, policyDocument, trustService } from '../template/iam.js';
import { findPartition } from '../template/partition.js';
import {
  type Elsewhere,
  externalIdOf,
  type Place,
  placeBucketName,
  placeRoleName,
} from './place.js';
import { executionRoleArn, listPlaceRights } from './place-rights.js';

export type PlaceInput = {
  readonly place: Elsewhere;
  /** Where the installation is, and its name: those of its functions' roles begin with it. */
  readonly installation: Place & { readonly name: string };
  /** Patterns of the events that tell the installation what happens in the place. */
  readonly forwarded: readonly CfnObject[];
  /** Name of the managed policy that bounds every role of the application. */
  readonly boundary: string | undefined;
};

/** Outside of what the role may change: begins with no application's name. */
export const placeStackName = ({ application, environment }: Elsewhere): string =>
  `autoland-${application}-${environment}`;

/**
 * What an administrator makes in the account and region of an environment that is elsewhere: the role as which the
 * installation acts there, the bucket out of which stacks are made, and rules that forward events.
 */
export function renderPlace(input: PlaceInput): Template {
  const { place, boundary } = input;
  return {
    Description: `Lets Autoland change the environment ${place.environment} of ${place.application}`,
    Resources: {
      Role: iamRole({
        name: placeRoleName(place),
        trust: trustInstallation(input),
        boundary,
        policies: [inlinePolicy('Environment', listPlaceRights(place))],
      }),
      ...renderBucket(place),
      ...renderForwarding(input),
    },
    Outputs: { RoleArn: { Value: getAtt('Role', 'Arn') }, Bucket: { Value: ref('Bucket') } },
  };
}

/** The installation's functions only, and only for this environment. */
function trustInstallation({ place, installation }: PlaceInput): CfnObject {
  const prefix = `arn:${findPartition(installation.region)}:iam::${installation.account}`;
  return policyDocument([
    {
      principal: { AWS: `${prefix}:root` },
      actions: ['sts:AssumeRole'],
      condition: {
        StringEquals: { 'sts:ExternalId': externalIdOf(place) },
        ArnLike: { 'aws:PrincipalArn': `${prefix}:role/${installation.name}-*` },
      },
    },
  ]);
}

/** Stays when the stack is deleted: a rollback by hand may need what is in it. */
function renderBucket(place: Elsewhere): { readonly [logicalId: string]: Resource } {
  const all = [getAtt('Bucket', 'Arn'), { 'Fn::Sub': '${Bucket.Arn}/*' }];
  return {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketName: placeBucketName(place),
        BucketEncryption: ENCRYPTED_BY_S3,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: CLOSED_TO_THE_PUBLIC,
        VersioningConfiguration: { Status: 'Enabled' },
      },
    },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: ref('Bucket'),
        PolicyDocument: policyDocument([
          {
            effect: 'Deny',
            principal: { AWS: '*' },
            actions: ['s3:*'],
            resources: all,
            condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
          // The role of an environment that Copilot made names another bucket until its first deployment from here.
          {
            principal: { AWS: executionRoleArn(place) },
            actions: ['s3:GetObject'],
            resources: [{ 'Fn::Sub': '${Bucket.Arn}/*' }],
          },
        ]),
      },
    },
  };
}

/** Events are hints: without them the installation looks by itself, some minutes later. */
function renderForwarding({ installation, forwarded }: PlaceInput): {
  readonly [logicalId: string]: Resource;
} {
  const { account, region } = installation;
  const bus = `arn:${findPartition(region)}:events:${region}:${account}:event-bus/default`;
  const rules = forwarded.map((pattern, index): [string, Resource] => [
    `Events${index + 1}`,
    {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: pattern,
        Targets: [{ Id: 'installation', Arn: bus, RoleArn: getAtt('EventsRole', 'Arn') }],
      },
    },
  ]);
  const role = iamRole({
    trust: trustService('events.amazonaws.com'),
    boundary: undefined,
    policies: [inlinePolicy('Forward', [{ actions: ['events:PutEvents'], resources: [bus] }])],
  });
  return { EventsRole: role, ...Object.fromEntries(rules) };
}
