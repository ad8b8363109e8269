import { asBuffer } from '../bytes/bytes.js';
import { failAlike } from '../errors/decryption.errors.js';
import { contentSuite, storedSuiteOf } from '../suites/registry.js';
import type { KeyReference } from './data-key.js';
import { derivationContext } from './derivation-context.js';
import { decodeHeader, decodeSuite, encodeHeader, type EnvelopeHeader } from './header.js';
import { headerOf } from './header-frame.js';

/**
 * Seals a message under the 32-byte `secret` that `ref` names, suite 0x0020, into an OCE1 envelope (format: docs/architecture/envelope-format.md).
 * The same message gives other bytes each time. `context` must say where the message belongs; opening needs the same bytes again.
 */
export function sealBytes(secret: Uint8Array, ref: KeyReference, context: Uint8Array, plaintext: Uint8Array): Buffer {
  const header = encodeHeader({ suite: contentSuite.id, keyId: ref.keyId, epoch: ref.epoch });
  return Buffer.concat([header, ...contentSuite.seal(secret, derivationContext(header, context), plaintext)]);
}

/**
 * Opens an envelope of {@link sealBytes} or {@link createSealStream}.
 * @throws DecryptionError for another secret or context and for any change of any byte, the header's included
 */
export function openBytes(secret: Uint8Array, context: Uint8Array, sealed: Uint8Array): Buffer {
  return failAlike(() => {
    const bytes = asBuffer(sealed);
    const header = headerOf(bytes);
    return storedSuiteOf(decodeSuite(header)).open(secret, derivationContext(header, context), bytes.subarray(header.length));
  });
}

/**
 * Reads which key an envelope needs. Nothing is authenticated yet.
 * @throws DecryptionError when there is no valid header
 */
export function readEnvelopeHeader(sealed: Uint8Array): EnvelopeHeader {
  return failAlike(() => decodeHeader(headerOf(asBuffer(sealed))));
}
