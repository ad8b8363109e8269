import { Injectable } from '@nestjs/common';
import { DomainError, type KeyBinding } from '@mateship/contracts';
import { DecryptionError } from '@mateship/crypto';
import { JsonLogger, Metrics } from '@mateship/service-kit';

/** Raises the alarm when something that was stored does not open: whoever wrote there had no key. */
@Injectable()
export class UnopenedContents {
  private readonly unopened;

  constructor(
    private readonly logger: JsonLogger,
    metrics: Metrics,
  ) {
    this.unopened = metrics.counter('contents_unopened_total', 'Stored contents that did not open under their key in their place, by what they are of.', ['purpose']);
  }

  /** What to throw for a fault while opening: one error of ours for a ciphertext that does not open, whatever the reason; any other fault as it is. */
  errorOf({ purpose, objectId }: KeyBinding, fault: unknown): unknown {
    if (!(fault instanceof DecryptionError)) return fault;
    this.unopened.inc({ purpose });
    this.logger.error('a stored content did not open', { purpose, objectId });
    return new DomainError('DECRYPTION_FAILED', { cause: fault });
  }
}
