import { uint } from '../bytes/bytes.js';
import type { KeyReference } from './data-key.js';
import { fieldsOf, frameHeader, type HeaderShape, TAG, uuidBytes, uuidText } from './header-frame.js';

/** What an envelope of stored content says about itself. It is not secret, and authentic only once the envelope was opened. */
export interface EnvelopeHeader extends KeyReference {
  /** u16 */
  readonly suite: number;
}

const SHAPE: HeaderShape = new Map([[TAG.suite, [2, 2]], [TAG.keyId, [16, 16]], [TAG.epoch, [4, 4]]]);

/** The header from "OCE1" to its last field. */
export function encodeHeader(header: EnvelopeHeader): Buffer {
  return frameHeader([[TAG.suite, uint(header.suite, 2)], [TAG.keyId, uuidBytes(header.keyId)], [TAG.epoch, uint(header.epoch, 4)]]);
}

/** Accepts exactly what {@link encodeHeader} gives. */
export function decodeHeader(bytes: Buffer): EnvelopeHeader {
  const fields = fieldsOf(bytes, SHAPE);
  return { suite: fields.get(TAG.suite)!.readUInt16BE(), keyId: uuidText(fields.get(TAG.keyId)!), epoch: fields.get(TAG.epoch)!.readUInt32BE() };
}

/** The suite alone, of a header that {@link decodeHeader} accepts: all that opening needs to know. */
export function decodeSuite(bytes: Buffer): number {
  return fieldsOf(bytes, SHAPE).get(TAG.suite)!.readUInt16BE();
}
