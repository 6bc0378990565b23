import type { Json, JsonObject } from '../api.js';
import type { ItemReader } from '../definition/machine.js';
import { parseResource } from '../definition/resource.js';
import { parseCsv } from './csv.js';
import { StateFailure } from './failure.js';
import type { Frame } from './frame.js';

function failReading(cause: string): StateFailure {
  return new StateFailure('States.ItemReaderFailed', cause);
}

/**
 * Reads the items of a distributed Map from S3, through `callService`: `s3:getObject` must answer `{Body}` with the
 * text, `s3:listObjectsV2` `{Contents}` with all pages.
 */
export async function readItems(frame: Frame, reader: ItemReader): Promise<readonly Json[]> {
  const { scope, language } = frame;
  const argument = await scope.follow(language.readerArguments(reader, frame.look()));
  const maxItems = await scope.follow(language.readerMaxItems(reader, frame.look()));
  if (maxItems !== undefined && maxItems <= 0) throw failReading('field MaxItems must be positive');
  const answer = await scope.follow(callReader(frame, reader, argument));
  const items = parseItems(reader, answer);
  return maxItems === undefined ? items : items.slice(0, maxItems);
}

async function callReader(frame: Frame, reader: ItemReader, argument: Json): Promise<JsonObject> {
  const resource = parseResource(reader.Resource);
  if (resource?.kind !== 'service') throw failReading(`unknown resource ${reader.Resource}`);
  const { clock, tasks } = frame.engine;
  const input = argument as JsonObject;
  const call = tasks.callService(resource.service, resource.action, input, {
    executionArn: frame.run.execution.start.arn,
    stateName: frame.stateName,
    resource: reader.Resource,
    input,
    retryCount: frame.retryCount,
  });
  try {
    return (await clock.track(call)) as JsonObject;
  } catch (thrown) {
    throw failReading(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function parseItems(reader: ItemReader, answer: JsonObject): readonly Json[] {
  const { Contents, Body } = answer;
  if (reader.Resource.endsWith(':listObjectsV2')) return Array.isArray(Contents) ? Contents : [];
  if (typeof Body !== 'string') throw failReading('the object has no text');
  try {
    return parseBody(reader, Body);
  } catch (thrown) {
    if (thrown instanceof StateFailure) throw thrown;
    throw failReading(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function parseBody(reader: ItemReader, body: string): readonly Json[] {
  const config = reader.ReaderConfig ?? {};
  switch (config.InputType) {
    case 'CSV':
      return parseCsv(body, {
        delimiter: config.CSVDelimiter ?? 'COMMA',
        ...(config.CSVHeaderLocation === 'GIVEN' ? { headers: config.CSVHeaders ?? [] } : {}),
      });
    case 'JSONL':
      return body
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line));
    default:
      return getArray(findPointer(JSON.parse(body), config.ItemsPointer ?? ''));
  }
}

function getArray(document: Json | undefined): readonly Json[] {
  if (Array.isArray(document)) return document;
  throw failReading('Attempting to map over non-iterable node.');
}

/** RFC 6901: `/a/0`. */
function findPointer(document: Json, pointer: string): Json | undefined {
  let found: Json | undefined = document;
  for (const token of pointer.split('/').slice(1)) {
    if (typeof found !== 'object' || found === null) return undefined;
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    found = (found as { readonly [key: string]: Json })[key];
  }
  return found;
}
