import { createServer } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));

async function findProducts(category) {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: process.env.PRODUCTS_NAME,
      KeyConditionExpression: 'category = :category',
      ExpressionAttributeValues: { ':category': category },
    }),
  );
  return Items;
}

createServer(async (request, response) => {
  if (request.url === '/healthz') return response.end('ok');
  try {
    const products = await findProducts(request.url.split('/').at(-1));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(products));
  } catch (error) {
    console.log(JSON.stringify({ level: 'error', message: error.message }));
    response.writeHead(500).end();
  }
}).listen(8080);
