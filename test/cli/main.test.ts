import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { listen } from '../../local/port.js';
import { runAutoland } from '../support/run-autoland.js';

test('--version is that of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(runAutoland('.', ['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
});

test('what is no command is told in one line, whatever it is called', () => {
  const { status, out, err } = runAutoland('.', ['constructor']);
  expect(err).toBe("error: unknown command 'constructor'\n");
  expect([status, out]).toEqual([2, '']);
});

test('help names no default that says nothing', () => {
  const { status, out } = runAutoland('.', ['rehearse', '--help']);
  expect(status).toBe(0);
  expect(out).not.toContain('(default: [])');
});

test('that the API cannot be reached is told with the reason', async () => {
  const server = createServer();
  const port = await listen(server, 0);
  await new Promise((resolve) => server.close(resolve));
  const api = `http://127.0.0.1:${port}`;
  const { status, err } = runAutoland('.', ['status', 'd-1', '--api', api]);
  expect(err).toBe(
    `autoland: ${api} cannot be reached: nothing listens there\n  check --api, or AUTOLAND_API\n`,
  );
  expect(status).toBe(1);
});

test('a reader that goes away is no trouble', () => {
  const bin = path.resolve('bin/autoland');
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', `node ${bin} rehearse --bake 0 | head -1; exit \${PIPESTATUS[0]}`],
    {
      encoding: 'utf8',
    },
  );
  expect(stderr).toBe('');
  expect(status).toBe(141);
});
