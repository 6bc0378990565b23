import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { measureItem } from '../../../../local/account/dynamodb/attribute-value.js';
import { createSimulatedClient } from '../../../functions/support/ledger/simulated-client.js';

test.each([
  [{ id: { S: 'ü' } }, 4],
  [{ n: { N: '12345' } }, 5],
  [{ b: { B: new Uint8Array(10) } }, 11],
  [{ flag: { BOOL: true }, none: { NULL: true } }, 10],
  [{ list: { L: [{ S: 'ab' }, { S: 'c' }] } }, 12],
  [{ map: { M: { a: { S: 'bc' } } } }, 10],
  [{ tags: { SS: ['red', 'blue'] } }, 11],
])('%j has %i bytes', (item, bytes) => {
  expect(measureItem(item)).toBe(bytes);
});

test('an item of more than 400 KB is refused', async () => {
  const client = createSimulatedClient('ledger');
  const Item = { pk: 'a', sk: 'b', text: 'x'.repeat(409_500) };
  await client.send(new PutCommand({ TableName: 'ledger', Item }));
  const update = new UpdateCommand({
    TableName: 'ledger',
    Key: { pk: 'a', sk: 'b' },
    UpdateExpression: 'SET more = :more',
    ExpressionAttributeValues: { ':more': 'x'.repeat(200) },
  });
  await expect(client.send(update)).rejects.toThrow(
    'Item size to update has exceeded the maximum allowed size',
  );
  const larger = { ...Item, text: 'x'.repeat(409_600) };
  const put = client.send(new PutCommand({ TableName: 'ledger', Item: larger }));
  await expect(put).rejects.toThrow('Item size has exceeded the maximum allowed size');
});
