import { describeIdentity } from '../../../core/access/identity.js';

const iam = (userArn: string): string => describeIdentity({ kind: 'iam', userArn });

describe('describeIdentity', () => {
  test('two sessions of one role are one and the same: their names are the caller’s choice', () => {
    const role = 'arn:aws:sts::111122223333:assumed-role/deployer';
    expect(iam(`${role}/build-1`)).toBe(role);
    expect(iam(`${role}/somebody-else`)).toBe(role);
  });

  test('sessions of IAM Identity Center are named after people by AWS', () => {
    const role = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Developer_0a1b2c3d4e5f';
    expect(iam(`${role}/ann@example.com`)).not.toBe(iam(`${role}/bob@example.com`));
  });

  test.each(['arn:aws:iam::111122223333:user/ann', 'arn:aws:iam::111122223333:root'])(
    '%s is itself',
    (arn) => {
      expect(iam(arn)).toBe(arn);
    },
  );

  test('the same subject of two issuers is two', () => {
    const subject = 'repo:shop/shop:ref:refs/heads/main';
    const of = (issuer: string) => describeIdentity({ kind: 'token', issuer, subject });
    expect(of('https://a.example')).not.toBe(of('https://b.example'));
  });
});
