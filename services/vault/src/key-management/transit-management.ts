import { createHash } from 'node:crypto';
import { KeyPurpose } from '@mateship/contracts';
import { DecryptionError } from '@mateship/crypto';
import { VaultFault } from '@mateship/vault-session';
import { transitKeyName } from '@mateship/vault-session/preparation';
import { z } from 'zod';
import type { KeyManagement, Versions, WrappedIn, WrappedKey } from './key-management.js';
import { type TransitClient, type TransitKey, unavailable } from './transit-client.js';

const PURPOSES = KeyPurpose.options;
const CIPHERTEXT = /^vault:v([1-9]\d{0,8}):[A-Za-z0-9+/]{40,}={0,2}$/;
const Results = z.object({ data: z.object({ batch_results: z.array(z.object({ ciphertext: z.string().regex(CIPHERTEXT).optional() })) }) });
const Plaintext = z.object({ data: z.object({ plaintext: z.base64().length(44).describe('32 bytes.') }) });

/** A data key that is to be wrapped, and its place. */
export type PlainIn = Omit<WrappedIn, 'wrapped'> & { dek: Uint8Array };

/** Whether these bytes were wrapped by {@link TransitManagement}: they say so themselves. */
export function isTransitWrapped(wrapped: Uint8Array): boolean {
  return Buffer.from(wrapped.subarray(0, 7)).toString('latin1') === 'vault:v';
}

/**
 * Key management by the transit engine of Vault or OpenBao: one derived key for each purpose, which never leaves it. The
 * keys of all purposes are rotated together, so that a version means the same for each.
 */
export class TransitManagement implements KeyManagement {
  constructor(private readonly transit: TransitClient) {}

  async wrap(purpose: KeyPurpose, context: Uint8Array, dek: Uint8Array): Promise<WrappedKey> {
    return (await this.wrapAll([{ purpose, context, dek }]))[0]!;
  }

  /** Wraps many keys, in the order given. */
  async wrapAll(keys: readonly PlainIn[]): Promise<WrappedKey[]> {
    const wrapped = await byPurpose(keys, (purpose, group) =>
      this.batch('encrypt', purpose, group.map(({ context, dek }) => ({ plaintext: Buffer.from(dek).toString('base64'), context: contextOf(context) }))).catch(unavailable),
    );
    return wrapped.map((key) => key ?? unavailable(new Error('Vault did not encrypt a key')));
  }

  async unwrap(purpose: KeyPurpose, context: Uint8Array, wrapped: Uint8Array): Promise<Buffer> {
    const ciphertext = Buffer.from(wrapped).toString('latin1');
    if (!CIPHERTEXT.test(ciphertext)) throw new DecryptionError();
    const body = { ciphertext, context: contextOf(context) };
    try {
      const { data } = await this.transit.ask({ method: 'POST', path: `transit/decrypt/${transitKeyName(purpose)}`, body, answer: Plaintext });
      return Buffer.from(data.plaintext, 'base64');
    } catch (error) {
      throw error instanceof VaultFault ? new DecryptionError() : error;
    }
  }

  rewrap(batch: readonly WrappedIn[]): Promise<(WrappedKey | null)[]> {
    return byPurpose(batch, (purpose, group) => this.rewrapGroup(purpose, group.map(({ context, wrapped }) => ({ ciphertext: Buffer.from(wrapped).toString('latin1'), context: contextOf(context) }))));
  }

  async versions(): Promise<Versions> {
    const keys = await this.keys();
    const latest = keys.map((key) => key.latest_version);
    const least = Math.min(...keys.map((key) => Math.max(1, key.min_decryption_version)));
    const numbers = Array.from({ length: Math.max(...latest) - least + 1 }, (_, index) => least + index);
    return { current: Math.min(...latest), least, versions: numbers.map((version) => ({ version, createdAt: createdAt(keys, version) })) };
  }

  /** Keys that a rotation which was cut off has brought further already are left alone. */
  async rotate(): Promise<number> {
    const next = (await this.versions()).current + 1;
    await this.raise(next);
    return next;
  }

  async retire(below: number): Promise<void> {
    if (below <= 1) return;
    const keys = await this.keys();
    if (keys.some((key) => key.latest_version < below)) throw new RangeError('the current version cannot be retired');
    for (const [index, purpose] of PURPOSES.entries()) {
      const key = keys[index]!;
      if (key.min_decryption_version < below) await this.transit.change(purpose, 'config', { min_decryption_version: below, min_encryption_version: below });
      if (key.min_available_version < below) await this.transit.change(purpose, 'trim', { min_available_version: below });
    }
  }

  /** Makes `version` the oldest that is used here. For an installation whose older ones are somewhere else. */
  async beginAt(version: number): Promise<void> {
    await this.raise(version);
    for (const [index, key] of (await this.keys()).entries()) {
      if (key.min_decryption_version < version) await this.transit.change(PURPOSES[index]!, 'config', { min_decryption_version: version, min_encryption_version: version });
    }
  }

  async check(): Promise<void> {
    await this.keys();
  }

  close(): Promise<void> {
    return this.transit.close();
  }

  private keys(): Promise<TransitKey[]> {
    return Promise.all(PURPOSES.map((purpose) => this.transit.key(purpose)));
  }

  private async raise(version: number): Promise<void> {
    for (const [index, key] of (await this.keys()).entries()) {
      for (let latest = key.latest_version; latest < version; latest += 1) await this.transit.change(PURPOSES[index]!, 'rotate');
    }
  }

  /** Vault fails a whole batch for one key in it that does not open; halving finds that one. */
  private async rewrapGroup(purpose: KeyPurpose, items: Record<string, string>[]): Promise<(WrappedKey | null)[]> {
    try {
      return await this.batch('rewrap', purpose, items);
    } catch (error) {
      if (!(error instanceof VaultFault)) throw error;
      if (items.length === 1) return [null];
      const half = items.length >> 1;
      return [...(await this.rewrapGroup(purpose, items.slice(0, half))), ...(await this.rewrapGroup(purpose, items.slice(half)))];
    }
  }

  private async batch(action: 'encrypt' | 'rewrap', purpose: KeyPurpose, items: Record<string, string>[]): Promise<(WrappedKey | null)[]> {
    const { data } = await this.transit.ask({ method: 'POST', path: `transit/${action}/${transitKeyName(purpose)}`, body: { batch_input: items }, answer: Results });
    if (data.batch_results.length !== items.length) return unavailable(new Error('Vault answered another number of keys'));
    return data.batch_results.map(({ ciphertext }) => (ciphertext === undefined ? null : { wrapped: Buffer.from(ciphertext, 'latin1'), version: Number(CIPHERTEXT.exec(ciphertext)![1]) }));
  }
}

function contextOf(context: Uint8Array): string {
  return createHash('sha256').update(context).digest('base64');
}

function createdAt(keys: readonly TransitKey[], version: number): Date {
  return new Date(1000 * Math.max(...keys.map((key) => key.keys[version] ?? 0)));
}

/** Does the keys of each purpose at once, and puts the results into the order of the keys. */
async function byPurpose<T extends { purpose: KeyPurpose }, R>(keys: readonly T[], work: (purpose: KeyPurpose, group: T[]) => Promise<R[]>): Promise<R[]> {
  const results: R[] = [];
  for (const purpose of PURPOSES) {
    const indexes = [...keys.keys()].filter((index) => keys[index]!.purpose === purpose);
    if (indexes.length === 0) continue;
    const done = await work(purpose, indexes.map((index) => keys[index]!));
    for (const [place, index] of indexes.entries()) results[index] = done[place]!;
  }
  return results;
}
