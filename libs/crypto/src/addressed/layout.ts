import { asBuffer } from '../bytes/bytes.js';
import { headerOf, PREFIX_BYTES, TAG } from '../envelope/header-frame.js';
import { decodeTlv } from '../envelope/tlv.js';
import { failAlike } from '../errors/decryption.errors.js';
import type { AddressedSuite } from '../suites/suite.js';
import { decodeAddress, type EnvelopeAddress } from './address.js';

/** header | wrapped secret | body | signature: views of the bytes of one envelope. */
export interface EnvelopeParts {
  readonly address: EnvelopeAddress;
  readonly header: Buffer;
  readonly wrapped: Buffer;
  readonly body: Buffer;
  /** Everything before the signature. */
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** The suite that an envelope names. */
export function suiteNumber(envelope: Buffer): number {
  const field = decodeTlv(headerOf(envelope).subarray(PREFIX_BYTES)).get(TAG.suite);
  if (field?.length !== 2) throw new RangeError('no suite');
  return field.readUInt16BE();
}

/** Cuts an envelope where its suite says. */
export function splitEnvelope(suite: AddressedSuite, envelope: Buffer): EnvelopeParts {
  const header = headerOf(envelope);
  const body = header.length + suite.wrappedBytes;
  const end = envelope.length - suite.signatureBytes;
  if (end < body) throw new RangeError('truncated');
  return {
    address: decodeAddress(header),
    header,
    wrapped: envelope.subarray(header.length, body),
    body: envelope.subarray(body, end),
    signed: envelope.subarray(0, end),
    signature: envelope.subarray(end),
  };
}

/**
 * Reads from whom and for whom an envelope is. Nothing is authenticated yet.
 * @throws DecryptionError when there is no valid header
 */
export function readEnvelopeAddress(envelope: Uint8Array): EnvelopeAddress {
  return failAlike(() => decodeAddress(headerOf(asBuffer(envelope))), 'format');
}
