import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = readonly [status: number, type: 'json' | 'xml', body: string];

const JSON_10 = 'application/x-amz-json-1.0';

const json = (body: unknown, status = 200): Answer => [status, 'json', JSON.stringify(body)];
const error = (name: string, message: string): Answer =>
  json({ __type: `com.amazonaws.service#${name}`, message }, 400);
const xml = (body: string, status = 200): Answer => [status, 'xml', body];
const queryError = (code: string, message: string, status = 400): Answer =>
  xml(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    status,
  );

/** Answers by operation; input that says `gone` gets the operation's error. */
function answerJson(operation: string, gone: boolean): Answer {
  switch (operation) {
    case 'GetItem':
      return json({ Item: { pk: { S: 'there' }, n: { N: '7' }, list: { L: [{ BOOL: true }] } } });
    case 'PutItem':
      return error('ConditionalCheckFailedException', 'The conditional request failed');
    case 'DescribeServices':
      return json({ services: [{ serviceName: 's', runningCount: 2, createdAt: 1767225600.5 }] });
    case 'DescribeAlarms':
      return json({
        MetricAlarms: [{ AlarmName: 'a', StateValue: 'OK', StateUpdatedTimestamp: 1767225600 }],
      });
    case 'StartExecution':
      return gone
        ? error('ExecutionAlreadyExists', 'exists')
        : json({ executionArn: 'arn:e', startDate: 1767225600 });
    case 'SendTaskSuccess':
      return error('TaskTimedOut', 'over');
    default:
      return gone
        ? error('ParameterNotFound', 'none')
        : json({ Parameter: { Name: 'there', Value: 'v', Version: 1 } });
  }
}

function answerQuery(form: URLSearchParams): Answer {
  if (form.get('Action') === 'DescribeChangeSet')
    return queryError('ChangeSetNotFound', 'ChangeSet [gone] does not exist', 404);
  if (form.get('StackName') === 'gone')
    return queryError('ValidationError', 'Stack with id gone does not exist');
  return xml(
    '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>there</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Parameters><member><ParameterKey>App</ParameterKey><ParameterValue>a &amp; b</ParameterValue></member></Parameters></member></Stacks></DescribeStacksResult></DescribeStacksResponse>',
  );
}

const NO_SUCH_KEY =
  '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>gone</Key></Error>';

function answerObject(method: string, gone: boolean): Answer {
  if (gone) return xml(method === 'HEAD' ? '' : NO_SUCH_KEY, 404);
  return method === 'GET' ? [200, 'json', 'hello'] : [200, 'json', ''];
}

function answer(request: IncomingMessage, body: string): Answer {
  const operation = String(request.headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  if (operation) return answerJson(operation, body.includes('"gone"'));
  if (String(request.headers['content-type']).includes('form-urlencoded'))
    return answerQuery(new URLSearchParams(body));
  return answerObject(request.method ?? '', String(request.url).includes('gone'));
}

function reply(response: ServerResponse, [status, type, body]: Answer): void {
  const contentType = type === 'json' ? JSON_10 : 'text/xml';
  response.writeHead(status, { 'content-type': contentType, etag: '"1"' }).end(body);
}

export type FakeAws = { readonly url: string; close(): Promise<void> };

/** A server that speaks just enough of each protocol (JSON, Query, REST XML) for one success and one error per service. */
export async function startFakeAws(): Promise<FakeAws> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const signed = String(request.headers.authorization).startsWith('AWS4-HMAC-SHA256');
    reply(
      response,
      signed ? answer(request, Buffer.concat(chunks).toString()) : json({ unsigned: true }, 403),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
