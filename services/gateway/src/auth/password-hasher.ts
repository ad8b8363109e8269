import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { formatPhc, parsePhc, type Argon2Cost, type Argon2Record } from './phc.js';

/** The second recommended choice of RFC 9106 §4: 64 MiB. */
const COST: Argon2Cost = { memory: 64 * 1024, passes: 3, parallelism: 4 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Bounds the memory that a flood of sign-ins can take: two hashes at once are 128 MiB. */
const AT_ONCE = 2;
const WAITING = 40;
const RETRY_AFTER_SECONDS = 2;

/** Stands in for the hash of an account that does not exist, so that asking for it costs the same. */
const NOBODY: Argon2Record = { cost: COST, salt: Buffer.alloc(SALT_BYTES), hash: Buffer.alloc(HASH_BYTES) };

const derive = promisify(argon2);

/** argon2id, a bounded number at a time; RATE_LIMITED when too many wait already. */
@Injectable()
export class PasswordHasher {
  private readonly slots = bulkhead(AT_ONCE, WAITING);

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return formatPhc({ cost: COST, salt, hash: await this.run(password, salt, COST, HASH_BYTES) });
  }

  /** Whether the password belongs to the stored hash; always false, at the same cost, when there is none. */
  async verify(stored: string | null, password: string): Promise<boolean> {
    const { cost, salt, hash } = stored === null ? NOBODY : parsePhc(stored);
    return timingSafeEqual(await this.run(password, salt, cost, hash.length), hash) && stored !== null;
  }

  private async run(password: string, salt: Buffer, cost: Argon2Cost, tagLength: number): Promise<Buffer> {
    const message = password.normalize('NFKC');
    try {
      return await this.slots.execute(() => derive('argon2id', { message, nonce: salt, tagLength, ...cost }));
    } catch (error) {
      if (error instanceof BulkheadRejectedError) throw new DomainError('RATE_LIMITED', { cause: error, retryAfter: RETRY_AFTER_SECONDS });
      throw error;
    }
  }
}
