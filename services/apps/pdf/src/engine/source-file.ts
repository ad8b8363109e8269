import type { Readable } from 'node:stream';
import { DomainError, MAX_FILE_BYTES } from '@mateship/contracts';

/** An opened file: what is known about it, and its content still to come. */
export interface SourceFile {
  name: string;
  size: number;
  body: Readable;
}

/** Reads the whole content into memory of its own, which can be handed to another thread; at most the upload limit. */
export async function readAll({ body }: SourceFile, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    signal.throwIfAborted();
    length += chunk.length;
    if (length > MAX_FILE_BYTES) throw new DomainError('PDF_LIMIT', { details: { bytes: length, limit: MAX_FILE_BYTES } });
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
