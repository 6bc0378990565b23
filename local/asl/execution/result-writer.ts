import type { Json, JsonObject } from '../api.js';
import type { ResultWriter } from '../definition/machine.js';
import { describeResult } from './describe-result.js';
import type { Execution } from './execution.js';
import { StateFailure } from './failure.js';
import type { Frame } from './frame.js';

/** The result of a distributed Map: the outputs of its children, or the place in S3 where they were written. */
export async function writeResults(
  frame: Frame,
  writer: ResultWriter | undefined,
  mapRunArn: string,
  children: readonly Execution[],
): Promise<Json> {
  const transformation =
    writer?.WriterConfig?.Transformation ?? (writer?.Resource ? 'NONE' : 'COMPACT');
  const transformed = children.map((child) => transform(child, transformation));
  const results = transformation === 'FLATTEN' ? transformed.flat() : transformed;
  if (!writer?.Resource) return results;
  const { Bucket, Prefix } = (await frame.scope.follow(
    frame.language.writerArguments(writer, frame.look()),
  )) as JsonObject;
  const place = { bucket: String(Bucket), folder: join(Prefix, mapRunArn) };
  return putResults(frame, writer, mapRunArn, place, results);
}

/** A child that failed is told in full, whatever the transformation. */
function transform(child: Execution, transformation: 'NONE' | 'COMPACT' | 'FLATTEN'): Json {
  const { output } = child.describe();
  return transformation === 'NONE' || output === undefined ? describeResult(child, 'text') : output;
}

function join(prefix: Json | undefined, mapRunArn: string): string {
  const id = mapRunArn.split(':').at(-1) ?? '';
  return typeof prefix === 'string' && prefix !== '' ? `${prefix}/${id}` : id;
}

async function putResults(
  frame: Frame,
  writer: ResultWriter,
  mapRunArn: string,
  place: { readonly bucket: string; readonly folder: string },
  results: readonly Json[],
): Promise<Json> {
  const { folder, bucket } = place;
  const isLines = writer.WriterConfig?.OutputType === 'JSONL';
  const file = `${folder}/SUCCEEDED_0.${isLines ? 'jsonl' : 'json'}`;
  const body = isLines
    ? results.map((result) => JSON.stringify(result)).join('\n')
    : JSON.stringify(results);
  const manifest = {
    DestinationBucket: bucket,
    MapRunArn: mapRunArn,
    ResultFiles: { FAILED: [], PENDING: [], SUCCEEDED: [{ Key: file, Size: body.length }] },
  };
  const key = `${folder}/manifest.json`;
  await putObject(frame, writer, { Bucket: bucket, Key: file, Body: body });
  await putObject(frame, writer, { Bucket: bucket, Key: key, Body: JSON.stringify(manifest) });
  return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: key } };
}

async function putObject(frame: Frame, writer: ResultWriter, input: JsonObject): Promise<void> {
  const { clock, tasks } = frame.engine;
  const call = tasks.callService('s3', 'putObject', input, {
    executionArn: frame.run.execution.start.arn,
    stateName: frame.stateName,
    resource: writer.Resource ?? '',
    input,
    retryCount: frame.retryCount,
  });
  try {
    await frame.scope.follow(clock.track(call));
  } catch (thrown) {
    frame.scope.check();
    throw new StateFailure(
      'States.ResultWriterFailed',
      thrown instanceof Error ? thrown.message : String(thrown),
    );
  }
}
