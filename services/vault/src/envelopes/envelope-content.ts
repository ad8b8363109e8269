import { type EnvelopeAddress, EnvelopeContent } from '@mateship/contracts';
import { encodeContext, type EnvelopeAddress as Address } from '@mateship/crypto';

/** What every envelope of this service is bound to besides its header. */
export const ENVELOPE_CONTEXT = encodeContext({ use: 'vault-envelope', format: 1 });

export function encodeContent(content: EnvelopeContent): Buffer {
  return Buffer.from(JSON.stringify(content), 'utf8');
}

/** Reads what {@link encodeContent} gave. */
export function decodeContent(plaintext: Buffer): EnvelopeContent {
  return EnvelopeContent.parse(JSON.parse(plaintext.toString('utf8')));
}

/** An address as it is shown outside. */
export function shownAddress({ created, expires, ...address }: Address): EnvelopeAddress {
  return { ...address, createdAt: new Date(created).toISOString(), expiresAt: new Date(expires).toISOString() };
}
