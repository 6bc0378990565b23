import { sha256 } from '../release/content-hash.js';
import { findPartition } from '../template/partition.js';

/** Account and region in which an environment's stacks are. */
export type Place = { readonly account: string; readonly region: string };

/** An environment that is not where the installation is. */
export type Elsewhere = Place & { readonly application: string; readonly environment: string };

/** Where Copilot's record puts an environment; what it does not say is as here. Undefined: here. */
export function findElsewhere(
  key: { readonly application: string; readonly environment: string },
  recorded: { readonly account?: string | undefined; readonly region?: string | undefined },
  here: Place,
): Elsewhere | undefined {
  const { application, environment } = key;
  const account = recorded.account ?? here.account;
  const region = recorded.region ?? here.region;
  if (account === here.account && region === here.region) return undefined;
  return { application, environment, account, region };
}

/** Ends the names of the roles as which an installation acts elsewhere; its rights end there too. */
export const PLACE_ROLE_SUFFIX = 'AutolandRole';

/** The role as which an installation acts in the place of an environment: made by `autoland env bootstrap`. */
export function placeRoleName({
  application,
  environment,
}: Pick<Elsewhere, 'application' | 'environment'>): string {
  return `${application}-${environment}-${PLACE_ROLE_SUFFIX}`;
}

export function placeRoleArn(place: Elsewhere): string {
  const partition = findPartition(place.region);
  return `arn:${partition}:iam::${place.account}:role/${placeRoleName(place)}`;
}

/** Told when the role is assumed: a role that trusts an account is still meant for one environment only. */
export const externalIdOf = ({
  application,
  environment,
}: Pick<Elsewhere, 'application' | 'environment'>): string => `${application}/${environment}`;

/** `account 222222222222, region eu-west-1`, for people. */
export const describePlace = ({ account, region }: Place): string =>
  `account ${account}, region ${region}`;

/**
 * Bucket in the place of an environment with what its stacks are made of: CloudFormation and Lambda read only from their own
 * region. Names of buckets are unique in the world and have at most 63 characters, which those of applications may exceed.
 */
export function placeBucketName({ account, region, application, environment }: Elsewhere): string {
  const name = sha256(`${application}/${environment}`).slice(0, 10);
  return `autoland-${account}-${region}-${name}`;
}

/** Stands in policies for the key of that bucket, which is S3's own. */
export function placeKeyArn({ account, region }: Place): string {
  return `arn:${findPartition(region)}:kms:${region}:${account}:alias/aws/s3`;
}
