import { findUnusableValues } from '../../../../core/render/findings/unusable-value-findings.js';
import type { WorkloadSource } from '../../../../core/workspace/workspace.js';
import { aBackendService, aWebService, getManifest, parse } from '../../../support/manifests.js';
import { renderShop } from '../../../support/release-input.js';

function find(source: WorkloadSource): readonly string[] {
  const workload = getManifest(parse(source));
  if (workload.type !== 'Load Balanced Web Service' && workload.type !== 'Backend Service') {
    throw new Error(`a ${workload.type}`);
  }
  return [...findUnusableValues(workload)].map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
}

test.each([
  ['cooldown: { in: 500ms }', 'count.cooldown.in: must be whole seconds, found "500ms"'],
  ['cooldown: { out: -5s }', 'count.cooldown.out: must be whole seconds, found "-5s"'],
  ['cooldown: { in: 1m30s, out: 0s }', undefined],
  [
    'requests: { value: 9, cooldown: { out: 1500ms } }',
    'count.requests.cooldown.out: must be whole seconds, found "1500ms"',
  ],
])('count with %s', (fields, expected) => {
  const found = find(aWebService(`count: { range: 1-4, cpu_percentage: 70, ${fields} }\n`));
  expect(found).toEqual(expected === undefined ? [] : [expected]);
});

const PORTLESS = `http.target_port: container "api" doesn't expose a port to send requests to`;

test.each([
  ['http: { path: / }', [PORTLESS]],
  ['http: { path: /, target_port: 8080 }', []],
  ['http: { path: /, target_container: proxy }', []],
  [
    'http: { path: /, target_port: 8080, additional_rules: [{ path: /more }] }',
    [PORTLESS.replace('http.', 'http.additional_rules.0.')],
  ],
])('a Backend Service without a port and with %s', (http, expected) => {
  const sidecars = 'sidecars: { proxy: { image: envoy, port: 9000 } }';
  expect(find(aBackendService(`${http}\n${sidecars}\n`))).toEqual(expected);
});

test('they are errors of a deployment, and doubts about templates', () => {
  const { text, file } = aBackendService('http: { path: / }\n');
  const files = { [file]: text.replace('build: api/Dockerfile', 'location: nginx') };
  expect(renderShop(files).ok).toBe(false);
  expect(renderShop(files, { missingInputs: 'warning' }).ok).toBe(true);
});
