import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError, MICRO, type CreditsBalance } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource, type EntityManager } from 'typeorm';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { CreditsRepository, type UsageRow } from './credits.repository.js';

/** An amount held on a wallet until the work it pays for is settled. `id` is null when the work is free. */
export interface Hold {
  id: string | null;
  amount: bigint;
}

const FREE: Hold = { id: null, amount: 0n };
const MAX_BATCH = 200;

/** Reserve before the work, settle to what was used after it. Amounts are micro-credits. */
@Injectable()
export class CreditsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly credits: CreditsRepository,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'signupCredits'>,
  ) {}

  async balance(userId: string): Promise<CreditsBalance> {
    const wallet = await this.credits.findWallet(userId);
    if (!wallet) throw new DomainError('NOT_FOUND');
    return {
      balance: wallet.posted.toString(),
      reserved: wallet.pending.toString(),
      available: (wallet.posted - wallet.pending).toString(),
    };
  }

  /** Opens the wallet of a new account with the configured balance, inside the caller's transaction. */
  async open(manager: EntityManager, userId: string): Promise<void> {
    await this.credits.openWallet(manager, userId);
    const amount = BigInt(Math.round(this.config.signupCredits * MICRO));
    if (amount > 0n) await this.credits.grant(manager, userId, amount, 'signup');
  }

  /** Holds an amount, or throws INSUFFICIENT_CREDITS. The hold releases itself after `ttlSeconds`. */
  async reserve(userId: string, amount: bigint, reason: string, ttlSeconds: number): Promise<Hold> {
    if (amount === 0n) return FREE;
    const id = randomUUID();
    await withTransaction(this.dataSource, async (manager) => {
      const covered = await this.credits.reserve(manager, { id, userId, amount, reason, ttlSeconds });
      if (!covered) throw new DomainError('INSUFFICIENT_CREDITS', { details: { needed: amount.toString() } });
    });
    return { id, amount };
  }

  /** Charges what was used and records it, both or neither. A hold that was resolved before stays as it was. */
  async settle(hold: Hold, used: bigint, usage: UsageRow): Promise<bigint> {
    if (hold.id === null) return this.settleIn(this.dataSource.manager, hold, used, usage);
    return withTransaction(this.dataSource, (manager) => this.settleIn(manager, hold, used, usage));
  }

  /** {@link settle} inside the caller's transaction. */
  async settleIn(manager: EntityManager, hold: Hold, used: bigint, usage: UsageRow): Promise<bigint> {
    const amount = used > hold.amount ? hold.amount : used;
    const resolved = hold.id === null || (await this.credits.resolve(manager, hold.id, amount));
    if (!resolved) return 0n;
    await this.credits.recordUsage(manager, usage, { transferId: amount > 0n ? hold.id : null, amount });
    return amount;
  }

  /** Releases a hold without a charge. */
  async release(hold: Hold): Promise<void> {
    const { id } = hold;
    if (id === null) return;
    await withTransaction(this.dataSource, (manager) => this.credits.resolve(manager, id, 0n));
  }

  /** Releases holds whose time is over: their work died with a process. Returns how many. */
  async releaseExpired(): Promise<number> {
    const ids = await this.credits.findExpiredHolds(MAX_BATCH);
    for (const id of ids) await this.release({ id, amount: 0n });
    return ids.length;
  }
}
