import type { Issue } from '../../core/issues.js';
import { app } from '../../functions/support/api/app.js';
import { BAD_WORKSPACES, type Place } from '../support/bad-workspaces.js';
import { anInstallation } from '../support/installation.js';
import { aWorkspace } from '../support/workspaces.js';

const byPlace = (one: Place, other: Place): number =>
  JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;

const placeOf = ({ file, line, field }: Issue): Place => [file, line, field];

const padded = ([file, line, field]: Place): Place => [file, line, field];

describe('a deployment of a mistaken workspace', () => {
  test.each(BAD_WORKSPACES)(
    'with $name is refused with every mistake, and nothing is changed',
    async (bad) => {
      const { zip, strict = false, places, placesInZip = places } = bad;
      const it = anInstallation();
      const workspace = await it.uploadZip(zip);
      const afterUpload = it.account.calls.changes();
      const { status, body } = await it.post('/v1/deployments', {
        environment: 'test',
        workspace,
        options: { strict },
      });
      expect([status, body]).toEqual([
        422,
        {
          type: 'about:blank',
          title: 'Cannot be processed',
          status: 422,
          code: 'WorkspaceInvalid',
          detail: expect.stringMatching(/^the workspace has .*; nothing has been changed$/),
          issues: expect.any(Array),
        },
      ]);
      const issues = 'issues' in body ? (body.issues ?? []) : [];
      const errors = issues.filter(({ severity }) => severity === 'error');
      expect(errors.map(placeOf).sort(byPlace)).toEqual(placesInZip.map(padded).toSorted(byPlace));
      expect(afterUpload).toEqual(['S3.PutObject autoland-artifacts-111111111111-us-east-1']);
      expect(it.account.calls.changes()).toEqual(afterUpload);
      expect(it.engine.listExecutions()).toEqual([]);
    },
  );

  test('is answered as problem+json', async () => {
    const it = anInstallation();
    const [bad] = BAD_WORKSPACES;
    const workspace = await it.uploadZip(bad?.zip ?? new Uint8Array());
    const response = await app.request('/v1/deployments', {
      method: 'POST',
      body: JSON.stringify({ environment: 'test', workspace }),
    });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('a mistaken request', () => {
  test('is refused with every field that is wrong', async () => {
    const it = anInstallation();
    const answer = await it.post('/v1/deployments', {
      environment: 'Test!',
      workspace: 'my workspace',
      options: { bakeMinutes: -1, whenBusy: 'panic' },
      role: 'arn:aws:iam::111111111111:role/Admin',
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'InputInvalid' } });
    const errors = 'errors' in answer.body ? (answer.body.errors ?? []) : [];
    expect(errors.map(({ field }) => field).sort()).toEqual([
      '(body)',
      'environment',
      'options.bakeMinutes',
      'options.whenBusy',
      'workspace',
    ]);
    expect(it.account.calls.changes()).toEqual([]);
  });

  test('names a workspace that nobody uploaded', async () => {
    const it = anInstallation();
    const answer = await it.post('/v1/deployments', {
      environment: 'test',
      workspace: 'w-00000000',
    });
    expect(answer).toMatchObject({
      status: 404,
      body: { code: 'NotFound', instructions: ['upload it: POST /v1/workspaces'] },
    });
  });

  test.each([
    ['an environment that the workspace does not have', { environment: 'staging' }],
    ['workloads that the workspace does not have', { environment: 'test', names: ['nobody'] }],
  ])('names %s', async (_what, request) => {
    const it = anInstallation();
    const workspace = await it.upload(aWorkspace({ workloads: ['api'] }));
    const variables = { VERSION: '1' };
    const answer = await it.post('/v1/deployments', { workspace, variables, ...request });
    expect(answer).toMatchObject({ status: 422, body: { code: 'WorkspaceInvalid' } });
    expect(it.engine.listExecutions()).toEqual([]);
  });

  test('uploads something that is no zip', async () => {
    anInstallation();
    const response = await app.request('/v1/workspaces', { method: 'POST', body: 'name: api' });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: 'InputInvalid' });
  });

  test('is not JSON', async () => {
    anInstallation();
    const response = await app.request('/v1/deployments', { method: 'POST', body: '{' });
    expect(await response.json()).toMatchObject({
      status: 422,
      code: 'InputInvalid',
      detail: 'the body is not JSON',
    });
  });
});
