import { DomainError, type KeyPurpose } from '@mateship/contracts';
import { VaultFault, type VaultRequest, type VaultSession } from '@mateship/vault-session';
import { transitKeyName } from '@mateship/vault-session/preparation';
import { z } from 'zod';

/** Everything that one question may take, a second try included: an answer is due within two seconds. */
const BUDGET_MS = 1800;
const TRY_MS = 1500;
const Key = z.object({
  data: z.object({
    latest_version: z.int().min(1),
    min_decryption_version: z.int().min(0),
    min_available_version: z.int().min(0),
    keys: z.record(z.string().regex(/^[1-9]\d{0,8}$/), z.number()).describe('Unix time in seconds by version.'),
  }),
});

/** A transit key, all of its versions that are not trimmed. */
export type TransitKey = z.infer<typeof Key>['data'];
/** Something that may be asked again when its answer is lost. */
export type Question<T> = Omit<VaultRequest<T>, 'signal' | 'timeoutMs'>;

/** The requests to the transit engine. Whatever is the matter with Vault is KMS_UNAVAILABLE; only its verdict on what was sent is left to the caller. */
export class TransitClient {
  constructor(private readonly session: VaultSession) {}

  async key(purpose: KeyPurpose): Promise<TransitKey> {
    const path = `transit/keys/${transitKeyName(purpose)}`;
    return (await this.ask({ method: 'GET', path, answer: Key }).catch(unavailable)).data;
  }

  /** Asks, and asks once more when there was no usable answer and time is left. @throws DomainError KMS_UNAVAILABLE; VaultFault when what was sent is to blame */
  async ask<T>(question: Question<T>): Promise<T> {
    const signal = AbortSignal.timeout(BUDGET_MS);
    const attempt = (): Promise<T> => this.session.request({ ...question, signal, timeoutMs: TRY_MS });
    try {
      return await attempt().catch((error: unknown) => {
        if (isVerdict(error) || !(error instanceof VaultFault) || (error.kind !== 'unreachable' && error.kind !== 'broken')) throw error;
        return attempt();
      });
    } catch (error) {
      if (isVerdict(error)) throw error;
      return unavailable(error);
    }
  }

  /** Changes a key. Never repeated: when the answer is lost, the caller finds out what became of it. @throws DomainError KMS_UNAVAILABLE */
  async change(purpose: KeyPurpose, action: 'rotate' | 'config' | 'trim', body: Record<string, unknown> = {}): Promise<void> {
    await this.session.request({ method: 'POST', path: `transit/keys/${transitKeyName(purpose)}/${action}`, body, answer: z.unknown(), timeoutMs: BUDGET_MS }).catch(unavailable);
  }

  close(): Promise<void> {
    return this.session.close();
  }
}

/**
 * Whether Vault says that what was sent does not open or is wrong. Only Vault itself gives reasons: a bare 400 comes from
 * something in between. A key that is not there is the matter of whoever set Vault up. Rewrapping answers 500 to a
 * ciphertext that does not open.
 */
function isVerdict(error: unknown): error is VaultFault {
  if (!(error instanceof VaultFault) || error.reasons.length === 0 || error.reasons.some((reason) => /key not found|no existing key|no such key/i.test(reason))) return false;
  return error.kind === 'refused' || (error.kind === 'broken' && error.reasons.some((reason) => reason.includes('message authentication failed')));
}

/** Turns whatever went wrong into the one error that says "try again". */
export function unavailable(cause: unknown): never {
  if (cause instanceof DomainError) throw cause;
  throw new DomainError('KMS_UNAVAILABLE', { cause, retryAfter: 5 });
}
