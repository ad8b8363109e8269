import { Transform } from 'node:stream';
import type { Step } from '../chunked/step.js';
import type { KeyReference } from './data-key.js';
import { EnvelopeOpener } from './envelope-opener.js';
import { envelopeSealer } from './envelope-sealer.js';

/**
 * Seals a stream into the same envelope as {@link sealBytes}; holds at most one chunk of 16 KiB.
 * `secret` is not needed any more when this returns.
 */
export function createSealStream(secret: Uint8Array, ref: KeyReference, context: Uint8Array): Transform {
  return transformOf(envelopeSealer(secret, ref, context));
}

/**
 * Opens an envelope as a stream and gives out each chunk of 16 KiB once it is authenticated; holds at most one.
 * `secret` is not needed any more when this returns. A cut, also exactly between two chunks, is known only at the end: until `end`, treat what came as provisional,
 * and throw it away when the stream fails with a DecryptionError.
 */
export function createOpenStream(secret: Uint8Array, context: Uint8Array): Transform {
  return transformOf(new EnvelopeOpener(secret, context));
}

function transformOf(step: Step): Transform {
  const advance = (stream: Transform, data: Uint8Array, last: boolean, done: (error?: Error) => void): void => {
    try {
      const pieces = step.update(data, last);
      // What came at once goes on at once: each push costs its reader more than this copy.
      if (pieces.length > 0) stream.push(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces));
    } catch (error) {
      return done(error as Error);
    }
    done();
  };
  return new Transform({
    transform(data: Uint8Array, _encoding, done) {
      advance(this, data, false, done);
    },
    flush(done) {
      advance(this, Buffer.alloc(0), true, done);
    },
    destroy(error, done) {
      step.close();
      done(error);
    },
  });
}
