import { parseFacts } from '../../../core/facts/parse-facts.js';
import { formatIssue } from '../../../core/issues.js';

const tell = (text: string) => parseFacts(text, 'facts.json').issues.map(formatIssue);

describe('a facts file', () => {
  test('that fits gives the facts, with defaults filled in', () => {
    const shared = { arn: 'a', dnsName: 'd', hostedZoneId: 'z' };
    const text = JSON.stringify({ application: { name: 'shop' }, loadBalancers: { shared } });
    expect(parseFacts(text, 'facts.json')).toEqual({
      ok: true,
      issues: [],
      facts: {
        application: { name: 'shop' },
        loadBalancers: { shared: { ...shared, listeners: [], securityGroups: [] } },
      },
    });
  });

  test('is told every mistake at once, in the order of the lines, with what was found and what to write', () => {
    const text = `{
  "aplication": { "name": "shop" },
  "environment": { "regoin": "eu-west-1", "cloudFrontPrefixListIds": "pl-1" },
  "desiredCounts": { "api": "3" },
\t"loadBalancers": { "shared": { "arn": "a", "dnsName": "d", "hostedZoneId": "z", "listeners": [{ "arn": "l", "port": 80 }] } },
  "rulePriorities": [1]
}`;
    expect(tell(text)).toMatchInlineSnapshot(`
[
  "facts.json:1:1  error  application: "application" must be specified (add application)",
  "facts.json:2:4  warning  aplication: unknown key "aplication" (did you mean "application"?)",
  "facts.json:3:21  warning  environment.regoin: unknown key "regoin" (did you mean "region"?)",
  "facts.json:3:71  error  environment.cloudFrontPrefixListIds: expected a list, found "pl-1" (write a list: ["pl-1"])",
  "facts.json:4:30  error  desiredCounts.api: expected a number, found "3" (write the number without quotes)",
  "facts.json:5:96  error  loadBalancers.shared.listeners[0].protocol: "protocol" must be specified (add protocol)",
  "facts.json:6:4  error  rulePriorities: expected a map, found a list (write pairs of name: value)",
]
`);
  });

  test('with a key that no fact has is read all the same', () => {
    const parsed = parseFacts('{"application": {"name": "shop"}, "desiredCount": {}}', 'f.json');
    expect(parsed).toMatchObject({ ok: true, facts: { application: { name: 'shop' } } });
    expect(parsed.issues.map(formatIssue)).toEqual([
      'f.json:1:36  warning  desiredCount: unknown key "desiredCount" (did you mean "desiredCounts"?)',
    ]);
  });

  test.each([
    ['{"application": {"name": "x"},}', /^facts\.json:1:31 {2}error {2}cannot be read as JSON: /],
    ['{"application":\n', /^facts\.json:2:1 {2}error {2}cannot be read as JSON: /],
    ['', /write an object, for instance/],
    ['[1]', /facts are an object, found a list/],
    ['null', /facts are an object, found nothing/],
  ])('that is no object is refused: %j', (text, message) => {
    expect(tell(text)).toEqual([expect.stringMatching(message)]);
  });
});
