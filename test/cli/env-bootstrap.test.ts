import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAutoland } from '../support/run-autoland.js';

const HERE = ['--installation', '111111111111/us-east-1'];
const THERE = ['--account', '222222222222', '--region', 'eu-west-1'];

function bootstrap(...more: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'autoland-bootstrap-'));
  const done = runAutoland(folder, ['env', 'bootstrap', '--app', 'shop', '-n', 'prod', ...more]);
  return { ...done, folder, files: readdirSync(folder).sort() };
}

jest.setTimeout(60_000);

test('an environment beside the installation needs its two roles', () => {
  const { status, files } = bootstrap();
  expect(status).toBe(0);
  expect(files).toEqual(['shop-prod.bootstrap.json']);
});

test('one elsewhere needs a way in, a record, and its account in the configuration', () => {
  const { status, out, files, folder } = bootstrap(...THERE, ...HERE);
  expect(status).toBe(0);
  expect(files).toEqual(['autoland-shop-prod.json', 'shop-prod.bootstrap.json']);
  expect(out).toContain('aws cloudformation deploy --region eu-west-1');
  expect(out).toContain('--name /copilot/applications/shop/environments/prod');
  expect(out).toContain('name 222222222222 under "accounts"');
  const { Resources } = JSON.parse(readFileSync(join(folder, 'autoland-shop-prod.json'), 'utf8'));
  const isRule = (id: string): boolean => /^Events\d$/.test(id);
  const ids = Object.keys(Resources);
  expect(ids.filter((id) => !isRule(id))).toEqual(['Role', 'Bucket', 'BucketPolicy', 'EventsRole']);
  expect(ids.filter(isRule)).not.toEqual([]);
});

test('in another region of the same account the configuration stays', () => {
  const { out } = bootstrap('--region', 'eu-west-1', ...HERE);
  expect(out).not.toContain('"accounts"');
});

test('where the installation is has to be said', () => {
  const { status, err, files } = bootstrap(...THERE);
  expect([status, files]).toEqual([1, []]);
  expect(err).toContain('add --installation <account>/<region>');
});

test.each([
  ['--account', '12', 'An account has 12 digits.'],
  ['--region', 'west', 'A region is like eu-west-1.'],
  ['--app', 'My Shop', 'It starts with a letter'],
])('%s %s is refused, and nothing is written', (flag, value, rule) => {
  const { status, err, files } = bootstrap(...HERE, flag, value);
  expect([status, files]).toEqual([2, []]);
  expect(err).toContain(`argument '${value}' is invalid. ${rule}`);
});
