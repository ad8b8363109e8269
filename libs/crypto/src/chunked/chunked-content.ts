import type { StreamingContent } from '../suites/suite.js';
import { ChunkOpener, openChunked } from './chunk-opener.js';
import { ChunkSealer } from './chunk-sealer.js';

/** C2SP chunked encryption: AES-256-GCM in chunks of 16 KiB, keys by HKDF-SHA512 with commitment. */
export const chunkedContent: StreamingContent = {
  seal: (secret, bound, plaintext) => new ChunkSealer(secret, bound).update(plaintext, true),
  open: openChunked,
  createSealer: (secret, bound) => new ChunkSealer(secret, bound),
  createOpener: (secret, bound) => new ChunkOpener(secret, bound),
};
