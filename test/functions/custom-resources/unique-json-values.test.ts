import { handler } from '../../../functions/custom-resources/unique-json-values.js';
import { aCreation, aDeletion, answerOf } from '../../support/custom-resource-events.js';

const ALIASES =
  '{"front":["b.example.com","a.example.com"],"api":["a.example.com"],"gone":["x.example.com"]}';

test.each([
  [
    'of the services that count, each once, sorted',
    { Aliases: ALIASES, FilterFor: 'front,api' },
    ['a.example.com', 'b.example.com'],
  ],
  [
    'and further names',
    { Aliases: ALIASES, FilterFor: 'api', AdditionalStrings: ['static.example.com', ''] },
    ['a.example.com', 'static.example.com'],
  ],
  ['of no service', { Aliases: ALIASES, FilterFor: '' }, []],
  ['without aliases', { Aliases: '', FilterFor: 'front' }, []],
])('aliases %s', async (_, properties, expected) => {
  expect(await answerOf(handler, aCreation(properties))).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'TheResource',
    Data: { UniqueValues: expected },
  });
});

test('aliases that are no JSON fail a creation, not a deletion', async () => {
  expect((await answerOf(handler, aCreation({ Aliases: '{' }))).Status).toBe('FAILED');
  expect((await answerOf(handler, aDeletion({ Aliases: '{' }))).Status).toBe('SUCCESS');
});
