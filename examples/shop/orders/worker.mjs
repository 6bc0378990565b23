import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const sqs = new SQSClient({});
const events = new EventBridgeClient({});
const QueueUrl = process.env.COPILOT_QUEUE_URI;

async function complete(order) {
  const entry = {
    EventBusName: process.env.EVENT_BUS,
    Source: 'shop.orders',
    DetailType: 'order.completed',
    Detail: JSON.stringify(order),
  };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
}

for (;;) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 }),
  );
  for (const { Body, ReceiptHandle } of Messages) {
    await complete(JSON.parse(JSON.parse(Body).Message));
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}
