import { Readable } from 'node:stream';
import { UnsupportedCall } from '../service-error.js';

type Encoding = 'utf-8' | 'utf8' | 'base64' | 'hex' | 'latin1';

/** The stream that the SDK gives as `Body`: a Node stream with the three `transformTo…` methods. */
export function createBody(bytes: Uint8Array): Readable {
  const transforms = {
    transformToByteArray: async () => new Uint8Array(bytes),
    transformToString: async (encoding: Encoding = 'utf-8') =>
      Buffer.from(bytes).toString(encoding),
    transformToWebStream: () => Readable.toWeb(Readable.from([Buffer.from(bytes)])),
  };
  return Object.assign(Readable.from([Buffer.from(bytes)], { objectMode: false }), transforms);
}

async function readStream(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Bytes of a `Body` as callers may give it: text, bytes, a Node or web stream, a Blob. */
export async function readBody(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return new Uint8Array(body);
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer());
  if (typeof body === 'object' && Symbol.asyncIterator in body) {
    return readStream(body as AsyncIterable<Uint8Array | string>);
  }
  throw new UnsupportedCall('S3', `bodies of type ${typeof body}`);
}
