import type { WorkloadSource } from '../../../../core/workspace/workspace.js';
import {
  aJob,
  aRequestDrivenService,
  aWorkload,
  parse,
  summarize,
} from '../../../support/manifests.js';

function find(source: WorkloadSource): readonly string[] {
  return summarize(parse(source).issues);
}

describe('schedules', () => {
  test.each([
    '@hourly',
    '@daily',
    '@midnight',
    '@weekly',
    '@monthly',
    '@yearly',
    '@annually',
    '@every 1h30m',
    'rate(5 minutes)',
    'cron(0 9 ? * MON-FRI *)',
    'none',
    '0 9 * * 1-5',
    '*/5 0-12/2 1,15 JAN-MAR *',
    '0 0 * * sun',
  ])('%s is one', (schedule) => {
    expect(find(aJob(`on: { schedule: "${schedule}" }\n`))).toEqual([]);
  });

  test.each([
    ['', '"schedule" must be specified'],
    ['@fortnightly', 'unrecognized preset schedule @fortnightly'],
    ['@every 90s', 'duration must be a whole number of minutes or hours'],
    ['@every 30s', 'duration must be greater than or equal to 1 minute'],
    ['@every day', '"day" is not a duration such as 90m'],
    ['0 9 1 * 1', 'cannot specify both DOW and DOM in cron expression'],
    ['0 9 * *', '"0 9 * *" is not a cron expression of five fields'],
    ['60 * * * *', '"60" is no minute from 0 to 59 in cron expression "60 * * * *"'],
    ['0 9 * * 7', '"7" is no day of week from 0 to 6 in cron expression "0 9 * * 7"'],
    ['0 9 * 5-2 *', '"5-2" is no month from 1 to 12 in cron expression "0 9 * 5-2 *"'],
    ['0 9/0 * * *', '"9/0" is no hour from 0 to 23 in cron expression "0 9/0 * * *"'],
    ['every morning', '"every morning" is not a cron expression of five fields'],
  ])('"%s" is none', (schedule, message) => {
    expect(find(aJob(`on: { schedule: "${schedule}" }\n`))).toEqual([
      `error on.schedule: ${message}`,
    ]);
  });
});

describe('jobs', () => {
  const job = (fields: string) => aJob(`on: { schedule: none }\n${fields}\n`);
  test.each([
    [
      'timeout: 500ms',
      ['error timeout: timeout must be greater than or equal to 1 second, found "500ms"'],
    ],
    [
      'timeout: 1.5s',
      ['error timeout: timeout must be a whole number of seconds, minutes, or hours, found "1.5s"'],
    ],
    ['timeout: soon', ['error timeout: "soon" is not a duration such as 90s or 1h30m']],
    ['retries: -1', ['error retries: number of retries cannot be negative, found -1']],
    [
      'count: { range: 1-2, cpu_percentage: 70 }',
      [`error count: cannot have autoscaling options for workloads of type 'Scheduled Job'`],
    ],
    [
      'network: { connect: { alias: a } }',
      ['warning network.connect.alias: jobs take no part in service connect: no effect'],
    ],
    ['deployment: { rolling: recreate }', ['warning deployment: unknown key "deployment"']],
    ['http: { path: / }', ['warning http: unknown key "http"']],
    ['exec: true', []],
  ])('%s', (fields, issues) => {
    expect(find(job(fields))).toEqual(issues);
  });

  test.each([
    ['', ['error on: "on" must be specified']],
    ['on: {}', ['error on.schedule: "schedule" must be specified']],
    ['on: daily', ['error on: expected a map, found "daily"']],
  ])('with "%s" instead of a schedule', (fields, issues) => {
    expect(find(aJob(`${fields}\n`))).toEqual(issues);
  });
});

describe('Request-Driven Web Services', () => {
  test.each([
    ['', []],
    ['platform: linux/x86_64', []],
    [
      'platform: linux/arm64',
      ['error platform: App Runner services can only build on amd64 and x86_64 architectures'],
    ],
    [
      'platform: windows/amd64',
      ['error platform: Windows is not supported for App Runner services'],
    ],
    [
      'network: { vpc: { placement: public } }',
      [
        'error network.vpc.placement: placement "public" is not supported for Request-Driven Web Service',
      ],
    ],
    [
      'network: { vpc: { placement: hidden } }',
      ['error network.vpc.placement: placement must be private, found "hidden"'],
    ],
    ['network: { vpc: { placement: { subnets: [a] } } }', []],
    [
      'observability: { tracing: zipkin }',
      ['error observability.tracing: invalid tracing vendor "zipkin": the valid vendor is awsxray'],
    ],
    ['observability: { tracing: AWSXRAY }', []],
    [
      'http: { healthcheck: { path: /, port: 81, success_codes: 200-299, grace_period: 1s } }',
      [
        'warning http.healthcheck.port: App Runner has no port: no effect',
        'warning http.healthcheck.success_codes: App Runner has no success_codes: no effect',
        'warning http.healthcheck.grace_period: App Runner has no grace_period: no effect',
      ],
    ],
    ['http: { private: {} }', ['error http.private: is a map without any key that is known here']],
    ['sidecars: { a: { image: x } }', ['warning sidecars: unknown key "sidecars"']],
    ['command: [a, b]', ['error command: expected text, found a list']],
    ['count: 3', []],
  ])('%s', (fields, issues) => {
    expect(find(aRequestDrivenService(`${fields}\n`))).toEqual(issues);
  });

  test.each([
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1', []],
    ['public.ecr.aws/nginx/nginx:1', []],
    [
      'nginx:1',
      [
        'error image.location: App Runner takes images from ECR and ECR Public only, found "nginx:1"',
      ],
    ],
  ])('image at %s', (location, issues) => {
    const text = `name: api\ntype: Request-Driven Web Service\nimage: { location: "${location}", port: 80 }\n`;
    expect(find(aWorkload(text))).toEqual(issues);
  });

  test('a name of more than 40 characters', () => {
    const name = `a${'b'.repeat(40)}`;
    const text = `name: ${name}\ntype: Request-Driven Web Service\nimage: { build: D, port: 80 }\n`;
    expect(find(aWorkload(text, name))).toEqual([
      'error name: must have at most 40 characters, found 41',
    ]);
  });
});

describe('Static Sites', () => {
  const site = (fields: string) => aWorkload(`name: site\ntype: Static Site\n${fields}\n`, 'site');
  test.each([
    ['', []],
    ['files: [{ source: dist, recursive: true, exclude: "*.map", reinclude: [a.map] }]', []],
    ['files: [{}]', ['error files[0].source: "source" must be specified']],
    ['files: [{ source: "" }]', ['error files[0].source: "source" must be specified']],
    ['files: dist', ['error files: expected a list, found "dist"']],
    [
      'http: { certificate: "arn:aws:acm:us-east-1:1:certificate/a" }',
      ['error http.certificate: "alias" must be specified if "certificate" is specified'],
    ],
    [
      'http: { alias: a.com, certificate: "arn:aws:acm:eu-west-1:1:certificate/a" }',
      ['error http.certificate: cdn certificate must be in region us-east-1, found "eu-west-1"'],
    ],
    [
      'http: { alias: a.com, certificate: mine }',
      ['warning http.certificate: "mine" is not an ARN'],
    ],
    ['http: { alias: a.com, certificate: "arn:aws:acm:us-east-1:1:certificate/a" }', []],
  ])('%s', (fields, issues) => {
    expect(find(site(fields))).toEqual(issues);
  });
});
