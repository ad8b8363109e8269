import { DomainError } from '@mateship/contracts';
import { DecryptionError, EnvelopeSuiteError } from '@mateship/crypto';
import type { EnvelopeOutcome } from './envelope.repository.js';

/** An envelope that opened well before, or was made for somebody else. Never seen outside. */
export class EnvelopeRefusal extends Error {
  constructor(readonly outcome: EnvelopeOutcome) {
    super(`the envelope is refused: ${outcome}`);
    this.name = 'EnvelopeRefusal';
  }
}

/** How far opening came before it failed; null for a fault that has nothing to do with the envelope. */
export function outcomeOf(error: unknown): EnvelopeOutcome | null {
  if (error instanceof EnvelopeRefusal) return error.outcome;
  if (error instanceof EnvelopeSuiteError) return 'format';
  return error instanceof DecryptionError ? DecryptionError.stageOf(error) : null;
}

/** The one error that the outside sees, whatever is wrong with an envelope. */
export function cannotOpen(cause: unknown): DomainError {
  return new DomainError('DECRYPTION_FAILED', { message: 'The envelope could not be opened.', cause });
}
