import { createServer } from 'node:http';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const sns = new SNSClient({});
const topics = JSON.parse(process.env.COPILOT_SNS_TOPIC_ARNS ?? '{}');

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

async function placeOrder(request) {
  const order = await read(request);
  await sns.send(
    new PublishCommand({
      TopicArn: topics['order-placed'],
      Message: JSON.stringify(order),
      MessageAttributes: { kind: { DataType: 'String', StringValue: order.kind ?? 'purchase' } },
    }),
  );
}

createServer(async (request, response) => {
  if (request.url === '/healthz') return response.end('ok');
  if (request.method === 'POST' && request.url === '/orders') {
    await placeOrder(request);
    return response.writeHead(202).end();
  }
  const products = await fetch(`${process.env.API_URL}/products/all`);
  response.setHeader('content-type', 'application/json').end(await products.text());
}).listen(3000);
