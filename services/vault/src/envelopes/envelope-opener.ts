import { Injectable } from '@nestjs/common';
import type { EnvelopeContent, OpenedEnvelope } from '@mateship/contracts';
import { DecryptionError, openEnvelope, type PrivateEnvelopeKey, type PublicEnvelopeKey, readEnvelopeAddress, wipe } from '@mateship/crypto';
import { PartyKeys } from '../directory/party-keys.js';
import { VaultMetrics } from '../metrics/vault-metrics.js';
import { decodeContent, ENVELOPE_CONTEXT, shownAddress } from './envelope-content.js';
import { cannotOpen, EnvelopeRefusal, outcomeOf } from './envelope.errors.js';
import { EnvelopeRepository } from './envelope.repository.js';

/** Who opens, and for which user an app does so. */
export interface Opening {
  recipient: string;
  onBehalfOf: string | null;
}

/** Opens envelopes for their recipients: signature, time, key and content first, then once and no second time. */
@Injectable()
export class EnvelopeOpener {
  constructor(
    private readonly keys: PartyKeys,
    private readonly envelopes: EnvelopeRepository,
    private readonly metrics: VaultMetrics,
  ) {}

  /** @throws DomainError DECRYPTION_FAILED, the same whatever is wrong with the envelope */
  async open(envelope: Buffer, opening: Opening): Promise<OpenedEnvelope> {
    const caller = opening.onBehalfOf ?? opening.recipient;
    try {
      const opened = await this.metrics.timed('open', () => this.openOnce(envelope, opening));
      await this.envelopes.audit({ caller, action: 'open', envelopeId: opened.address.id, outcome: 'ok' });
      return opened;
    } catch (error) {
      const outcome = outcomeOf(error);
      if (!outcome) throw error;
      this.metrics.failedOpening(outcome);
      await this.envelopes.audit({ caller, action: 'open', envelopeId: claimedId(envelope), outcome });
      throw cannotOpen(error);
    }
  }

  private async openOnce(envelope: Buffer, { recipient, onBehalfOf }: Opening): Promise<OpenedEnvelope> {
    const { address, plaintext } = await openEnvelope(envelope, {
      context: ENVELOPE_CONTEXT,
      keys: (keyId) => this.keyOf(recipient, keyId),
      senders: async (keyId) => ((await this.keys.find(keyId)) ?? undefined) as PublicEnvelopeKey<'sig'> | undefined,
    });
    const content = readContent(plaintext);
    // What was made for an app works for the user who made it and for nobody who came by it.
    if (onBehalfOf !== null && !(content.kind === 'prompt' && content.from === onBehalfOf)) throw new DecryptionError();
    if (!(await this.envelopes.remember(address.id, address.expires))) throw new EnvelopeRefusal('replayed');
    return { address: shownAddress(address), content };
  }

  private async keyOf(recipient: string, keyId: string): Promise<PrivateEnvelopeKey<'enc'> | undefined> {
    const key = await this.keys.find(keyId);
    return key?.owner === recipient ? (key as PrivateEnvelopeKey<'enc'>) : undefined;
  }
}

function readContent(plaintext: Buffer): EnvelopeContent {
  try {
    return decodeContent(plaintext);
  } catch {
    throw new DecryptionError();
  } finally {
    wipe(plaintext);
  }
}

/** The id that a failed envelope claims to have, for the audit. */
function claimedId(envelope: Buffer): string | null {
  try {
    return readEnvelopeAddress(envelope).id;
  } catch {
    return null;
  }
}
