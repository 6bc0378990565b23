import {
  findZone,
  parseAliases,
  parseAliasesByService,
} from '../../../functions/custom-resources/support/domain-zones.js';

const DOMAIN = { application: 'shop', environment: 'test', root: 'example.com' };

test.each([
  ['example.com', 'root'],
  ['www.example.com', 'root'],
  ['*.example.com', 'root'],
  ['WWW.Example.com', 'root'],
  ['shop.example.com', 'application'],
  ['api.shop.example.com', 'application'],
  ['test.shop.example.com', 'environment'],
  ['api.test.shop.example.com', 'environment'],
  ['*.test.shop.example.com', 'environment'],
  ['v1.api.example.com', undefined],
  ['example.com.au', undefined],
  ['notexample.com', undefined],
  ['api.other.shop.example.com', undefined],
])('%s is in the zone: %s', (name, expected) => {
  expect(findZone(name, DOMAIN)).toBe(expected);
});

test('aliases of all services are listed once', () => {
  const text = '{"front":["a.example.com","b.example.com"],"api":["b.example.com"]}';
  expect(parseAliases(text)).toEqual(['a.example.com', 'b.example.com']);
});

test('no text means no aliases', () => {
  expect(parseAliases('')).toEqual([]);
});

test('a text that is no JSON is told', () => {
  expect(() => parseAliasesByService('{oops')).toThrow('aliases are not valid JSON: {oops');
});
