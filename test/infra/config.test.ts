import { App } from 'aws-cdk-lib';
import { readConfig } from '../../infra/config.js';

const read = (autoland: unknown) => readConfig(new App({ context: { autoland } }).node);
const jwt = (subject: string) => ({
  applications: ['shop'],
  jwt: { issuer: 'https://token.example', audience: ['autoland'], subjects: [subject] },
});

describe('readConfig', () => {
  test('applications are enough; the rest has defaults', () => {
    expect(read({ applications: ['shop'] })).toMatchObject({
      name: 'autoland',
      applications: ['shop'],
      logRetentionDays: 90,
      throttle: { rate: 20, burst: 40 },
    });
  });

  test('the command line gives it as text', () => {
    expect(read('{"applications":["bank"]}').applications).toEqual(['bank']);
  });

  test.each<[string, unknown, string]>([
    ['no applications', {}, 'autoland.applications'],
    ['an empty list', { applications: [] }, 'autoland.applications'],
    ['every application', { applications: ['*'] }, 'autoland.applications.0'],
    ['an unknown key', { applications: ['a'], logs: 3 }, 'logs'],
    [
      'a retention that CloudWatch lacks',
      { applications: ['a'], logRetentionDays: 42 },
      'retention',
    ],
    ['a name that would not fit', { applications: ['a'], name: 'x'.repeat(40) }, 'autoland.name'],
    [
      'an issuer without TLS',
      { ...jwt('a'), jwt: { ...jwt('a').jwt, issuer: 'http://x' } },
      'issuer',
    ],
    ['subjects of a whole issuer', jwt('*'), 'subjects'],
    ['subjects of a whole owner', jwt('repo:shop/*'), 'subjects'],
    ['subjects that begin alike', jwt('repo:shop/shop*'), 'subjects'],
  ])('%s is refused', (_what, config, message) => {
    expect(() => read(config)).toThrow(message);
  });

  test.each(['repo:shop/shop:environment:production', 'repo:shop/shop:*'])(
    '%s is a subject',
    (subject) => {
      expect(read(jwt(subject)).jwt?.subjects).toEqual([subject]);
    },
  );
});
