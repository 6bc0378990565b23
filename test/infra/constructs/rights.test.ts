import { App, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { addRights, describeArn } from '../../../infra/constructs/rights.js';

function aRole(): Role {
  const stack = new Stack(new App(), 'Stack');
  return new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}

describe('addRights', () => {
  test('a wildcard without a reason stops the synthesis', () => {
    const role = aRole();
    const right = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] };
    expect(() => addRights(role, [right])).toThrow('say why there is a wildcard');
    expect(() => addRights(role, [{ ...right, why: 'keys hold hashes' }])).not.toThrow();
  });

  test('a wildcard is seen inside what CloudFormation fills in later', () => {
    const role = aRole();
    const resources = [
      Stack.of(role).formatArn({ service: 'sqs', resource: 'q', resourceName: '*' }),
    ];
    expect(() => addRights(role, [{ actions: ['sqs:SendMessage'], resources }])).toThrow(
      'say why there is a wildcard',
    );
  });
});

describe('describeArn', () => {
  test('writes references as cdk-nag does', () => {
    const role = aRole();
    const arn = Stack.of(role).formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: 'x-*',
    });
    expect(describeArn(role, arn)).toBe('arn:<AWS::Partition>:iam::<AWS::AccountId>:role/x-*');
    expect(describeArn(role, role.roleArn)).toMatch(/^<Role\w+\.Arn>$/);
  });
});
