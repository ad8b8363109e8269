import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Reads the first bytes of a stream and gives them with a stream that still holds everything. */
export async function peek(body: Readable, bytes: number): Promise<{ head: Buffer; rest: Readable }> {
  const chunks: Buffer[] = [];
  let length = 0;
  const iterator = body.iterator({ destroyOnReturn: false });
  for await (const chunk of iterator) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length >= bytes) break;
  }
  const start = Buffer.concat(chunks);
  const rest = new PassThrough();
  rest.write(start);
  if (body.readableEnded) rest.end();
  else pipeline(body, rest).catch((error: unknown) => rest.destroy(error as Error));
  return { head: start.subarray(0, bytes), rest };
}
