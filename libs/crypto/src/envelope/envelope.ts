import { asBuffer, wipe } from '../bytes/bytes.js';
import type { Step } from '../chunked/step.js';
import { failAlike } from '../errors/decryption.errors.js';
import type { KeyReference } from './data-key.js';
import { EnvelopeOpener } from './envelope-opener.js';
import { envelopeSealer } from './envelope-sealer.js';
import { decodeHeader, type EnvelopeHeader, headerLength } from './header.js';

/**
 * Seals a message under the 32-byte `secret` that `ref` names, suite 0x0020, into an OCE1 envelope (format: README).
 * The same message gives other bytes each time. `context` must say where the message belongs; opening needs the same bytes again.
 */
export function sealBytes(secret: Uint8Array, ref: KeyReference, context: Uint8Array, plaintext: Uint8Array): Buffer {
  return whole(envelopeSealer(secret, ref, context), plaintext);
}

/**
 * Opens an envelope of {@link sealBytes} or {@link createSealStream}.
 * @throws DecryptionError for another secret or context and for any change of any byte, the header's included
 */
export function openBytes(secret: Uint8Array, context: Uint8Array, sealed: Uint8Array): Buffer {
  return whole(new EnvelopeOpener(secret, context), sealed);
}

/**
 * Reads which key an envelope needs. Nothing is authenticated yet.
 * @throws DecryptionError when there is no valid header
 */
export function readEnvelopeHeader(sealed: Uint8Array): EnvelopeHeader {
  return failAlike(() => {
    const bytes = asBuffer(sealed);
    const length = headerLength(bytes);
    if (bytes.length < length) throw new RangeError('truncated');
    return decodeHeader(bytes.subarray(0, length));
  });
}

function whole(step: Step, data: Uint8Array): Buffer {
  try {
    const pieces = step.update(data, true);
    if (pieces.length === 1) return pieces[0]!;
    const result = Buffer.concat(pieces);
    wipe(...pieces);
    return result;
  } finally {
    step.close();
  }
}
