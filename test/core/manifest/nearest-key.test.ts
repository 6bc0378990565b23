import { findNearest } from '../../../core/manifest/nearest-key.js';

test.each<[string, readonly string[], string | undefined]>([
  ['healthchek', ['healthcheck', 'path'], 'healthcheck'],
  ['healthCheck', ['healthcheck', 'path'], 'healthcheck'],
  ['cpu', ['cpu_percentage', 'range'], 'cpu_percentage'],
  ['prot', ['port', 'build'], 'port'],
  ['tset', ['prod', 'test'], 'test'],
  ['sopt', ['port', 'build'], undefined],
  ['colour', ['port', 'build'], undefined],
  ['port', [], undefined],
])('%s among %j is %s', (text, candidates, expected) => {
  expect(findNearest(text, candidates)).toBe(expected);
});
