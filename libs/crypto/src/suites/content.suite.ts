import { ChunkOpener } from '../chunked/chunk-opener.js';
import { ChunkSealer } from '../chunked/chunk-sealer.js';
import type { Suite } from './suite.js';

/** Suite 0x0020, for chats and files: C2SP chunked encryption, AES-256-GCM, HKDF-SHA512, key commitment. */
export const contentSuite: Suite = {
  id: 0x0020,
  name: 'C2SP-A256-SHA512',
  createSealer: (secret, context) => new ChunkSealer(secret, context),
  createOpener: (secret, context) => new ChunkOpener(secret, context),
};
