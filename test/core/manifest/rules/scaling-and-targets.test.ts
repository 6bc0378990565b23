import { aBackendService, aWebService, parse, summarize } from '../../../support/manifests.js';

test.each([
  ['cooldown: { in: 500ms }', 'error count.cooldown.in: must be whole seconds, found "500ms"'],
  ['cooldown: { out: -5s }', 'error count.cooldown.out: must be whole seconds, found "-5s"'],
  ['cooldown: { in: 1m30s, out: 0s }', undefined],
])('count with %s', (cooldown, issue) => {
  const { issues } = parse(aWebService(`count: { range: 1-4, cpu_percentage: 70, ${cooldown} }\n`));
  expect(summarize(issues)).toEqual(issue === undefined ? [] : [issue]);
});

test('a metric has a cooldown of whole seconds too', () => {
  const { issues } = parse(
    aWebService('count: { range: 1-4, requests: { value: 9, cooldown: { out: 1500ms } } }\n'),
  );
  expect(summarize(issues)).toEqual([
    'error count.requests.cooldown.out: must be whole seconds, found "1500ms"',
  ]);
});

const PORTLESS =
  'error http.target_port: container "api" doesn\'t expose a port to send requests to';

test.each([
  ['http: { path: / }', [PORTLESS]],
  ['http: { path: /, target_port: 8080 }', []],
  ['http: { path: /, target_container: proxy }', []],
  [
    'http: { path: /, target_port: 8080, additional_rules: [{ path: /more }] }',
    [PORTLESS.replace('http.', 'http.additional_rules[0].')],
  ],
])('a Backend Service without a port and with %s', (http, issues) => {
  const source = aBackendService(`${http}\nsidecars: { proxy: { image: envoy, port: 9000 } }\n`);
  expect(summarize(parse(source).issues)).toEqual(issues);
});
