import { argon2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { Argon2id } from './share-keys.js';

const inPool = promisify(argon2);

/** {@link Argon2id} by node:crypto, in the thread pool. */
export const nodeArgon2id: Argon2id = async ({ password, salt, passes, memoryKiB, lanes, length }) =>
  inPool('argon2id', { message: password, nonce: salt, passes, memory: memoryKiB, parallelism: lanes, tagLength: length });
