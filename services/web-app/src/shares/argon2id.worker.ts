import { argon2id } from '@noble/hashes/argon2.js';
import type { Argon2idInput } from '@mateship/crypto/browser';

// Seconds of work: here it holds up no page.
addEventListener('message', ({ data }: MessageEvent<Argon2idInput>) => {
  const { password, salt, passes, memoryKiB, lanes, length } = data;
  postMessage(argon2id(password, salt, { t: passes, m: memoryKiB, p: lanes, dkLen: length }));
});
