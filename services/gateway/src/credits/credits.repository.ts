import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

const ISSUANCE = '00000000-0000-4000-8000-000000000001';
const REVENUE = '00000000-0000-4000-8000-000000000002';

export interface Wallet {
  posted: bigint;
  pending: bigint;
}

export interface UsageRow {
  userId: string;
  app: string;
  skill: string;
  model: string | null;
  inputTokens: number;
  outputTokens: number;
}

/** The ledger's SQL. Amounts are micro-credits; every method runs inside the manager's transaction. */
@Injectable()
export class CreditsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async findWallet(userId: string): Promise<Wallet | null> {
    const rows: { posted: string; pending: string }[] = await this.dataSource.query(
      'SELECT posted, pending FROM credit_account WHERE owner_id = $1',
      [userId],
    );
    const row = rows[0];
    return row ? { posted: BigInt(row.posted), pending: BigInt(row.pending) } : null;
  }

  async openWallet(manager: EntityManager, userId: string): Promise<void> {
    await manager.query(`INSERT INTO credit_account (id, kind, owner_id) VALUES ($1, 'wallet', $2)`, [randomUUID(), userId]);
  }

  async grant(manager: EntityManager, userId: string, amount: bigint, reason: string): Promise<void> {
    const transferId = randomUUID();
    const rows = await manager.query(
      `INSERT INTO credit_transfer (id, kind, account_id, amount, reason)
       SELECT $1, 'grant', id, $3, $4 FROM credit_account WHERE owner_id = $2 RETURNING account_id`,
      [transferId, userId, amount.toString(), reason],
    );
    await this.move(manager, transferId, ISSUANCE, rows[0].account_id, amount);
  }

  /** Holds an amount on a wallet; false when the wallet does not cover it. */
  async reserve(manager: EntityManager, hold: { id: string; userId: string; amount: bigint; reason: string; ttlSeconds: number }): Promise<boolean> {
    const [rows] = await manager.query(
      'UPDATE credit_account SET pending = pending + $2 WHERE owner_id = $1 AND posted - pending >= $2 RETURNING id',
      [hold.userId, hold.amount.toString()],
    );
    if (rows.length === 0) return false;
    await manager.query(
      `INSERT INTO credit_transfer (id, kind, account_id, amount, reason, expires_at)
       VALUES ($1, 'reserve', $2, $3, $4, now() + make_interval(secs => $5))`,
      [hold.id, rows[0].id, hold.amount.toString(), hold.reason, hold.ttlSeconds],
    );
    return true;
  }

  /** Resolves a hold by charging `amount` of it and releasing the rest; false when it was resolved before. */
  async resolve(manager: EntityManager, holdId: string, amount: bigint): Promise<boolean> {
    const transferId = randomUUID();
    const rows: { account_id: string; held: string }[] = await manager.query(
      `INSERT INTO credit_transfer (id, kind, account_id, pending_id, amount, reason)
       SELECT $1, CASE WHEN $3::bigint > 0 THEN 'post' ELSE 'void' END, account_id, id, LEAST($3::bigint, amount), reason
       FROM credit_transfer WHERE id = $2 AND kind = 'reserve'
       ON CONFLICT (pending_id) WHERE pending_id IS NOT NULL DO NOTHING
       RETURNING account_id, (SELECT amount FROM credit_transfer WHERE id = $2) AS held`,
      [transferId, holdId, amount.toString()],
    );
    const row = rows[0];
    if (!row) return false;
    const held = BigInt(row.held);
    await manager.query('UPDATE credit_account SET pending = pending - $2 WHERE id = $1', [row.account_id, held.toString()]);
    const charged = amount > held ? held : amount;
    if (charged > 0n) await this.move(manager, transferId, row.account_id, REVENUE, charged);
    return true;
  }

  async recordUsage(manager: EntityManager, usage: UsageRow, charge: { transferId: string | null; amount: bigint }): Promise<void> {
    await manager.query(
      `INSERT INTO usage (id, user_id, transfer_id, app, skill, model, input_tokens, output_tokens, amount)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [randomUUID(), usage.userId, charge.transferId, usage.app, usage.skill, usage.model, usage.inputTokens, usage.outputTokens, charge.amount.toString()],
    );
  }

  async findExpiredHolds(limit: number): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT hold.id FROM credit_transfer hold
       WHERE hold.kind = 'reserve' AND hold.expires_at < now()
         AND NOT EXISTS (SELECT 1 FROM credit_transfer done WHERE done.pending_id = hold.id)
       ORDER BY hold.expires_at LIMIT $1`,
      [limit],
    );
    return rows.map((row) => row.id);
  }

  private async move(manager: EntityManager, transferId: string, from: string, to: string, amount: bigint): Promise<void> {
    await manager.query('INSERT INTO credit_entry (transfer_id, account_id, amount) VALUES ($1, $2, $3), ($1, $4, $5)', [
      transferId,
      from,
      (-amount).toString(),
      to,
      amount.toString(),
    ]);
    await manager.query(
      `UPDATE credit_account SET posted = posted + CASE WHEN id = $1 THEN -$3::bigint ELSE $3::bigint END WHERE id IN ($1, $2)`,
      [from, to, amount.toString()],
    );
  }
}
