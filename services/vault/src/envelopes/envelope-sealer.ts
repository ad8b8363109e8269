import { Injectable } from '@nestjs/common';
import { DomainError, type EnvelopeContent, type SealedEnvelope } from '@mateship/contracts';
import { type PrivateEnvelopeKey, type PublicEnvelopeKey, readEnvelopeAddress, sealEnvelope, wipe } from '@mateship/crypto';
import { VaultMetrics } from '../metrics/vault-metrics.js';
import { ENVELOPE_CONTEXT, encodeContent, shownAddress } from './envelope-content.js';
import { EnvelopeRepository } from './envelope.repository.js';

/** From whom, for whom and for how long. */
export interface Sending {
  caller: string;
  sender: PrivateEnvelopeKey<'sig'>;
  recipient: PublicEnvelopeKey<'enc'>;
  lifeMs: number;
}

/** Seals and signs envelopes, and records that it did. */
@Injectable()
export class EnvelopeSealer {
  constructor(
    private readonly envelopes: EnvelopeRepository,
    private readonly metrics: VaultMetrics,
  ) {}

  async seal(content: EnvelopeContent, sending: Sending): Promise<SealedEnvelope> {
    const bytes = await this.metrics.timed('seal', () => sealed(content, sending));
    const address = readEnvelopeAddress(bytes);
    await this.envelopes.audit({ caller: sending.caller, action: 'seal', envelopeId: address.id, outcome: 'ok' });
    return { envelope: bytes.toString('base64'), address: shownAddress(address) };
  }
}

async function sealed(content: EnvelopeContent, { sender, recipient, lifeMs }: Sending): Promise<Buffer> {
  const plaintext = encodeContent(content);
  const created = Date.now();
  try {
    return await sealEnvelope({ sender, recipient, plaintext, context: ENVELOPE_CONTEXT, created, expires: created + lifeMs });
  } catch (cause) {
    throw new DomainError('ENCRYPTION_FAILED', { cause });
  } finally {
    wipe(plaintext);
  }
}
