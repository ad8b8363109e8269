import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

@Injectable()
export class EmailCodesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Stores the code of an account in place of its last one. */
  async replace(manager: EntityManager, code: { userId: string; hash: Buffer; lifetimeSeconds: number }): Promise<void> {
    await manager.query(
      `INSERT INTO email_code (user_id, hash, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))
       ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at, tries = 0`,
      [code.userId, code.hash, code.lifetimeSeconds],
    );
  }

  /** Counts a try and gives the hash to compare with; null when no code is live or its tries are used up. */
  async takeTry(userId: string, maxTries: number): Promise<Buffer | null> {
    const [rows] = await this.dataSource.query(
      'UPDATE email_code SET tries = tries + 1 WHERE user_id = $1 AND tries < $2 AND expires_at > now() RETURNING hash',
      [userId, maxTries],
    );
    return rows[0]?.hash ?? null;
  }

  async isLive(userId: string, maxTries: number): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query('SELECT 1 FROM email_code WHERE user_id = $1 AND tries < $2 AND expires_at > now()', [
      userId,
      maxTries,
    ]);
    return rows.length > 0;
  }

  async delete(manager: EntityManager, userId: string): Promise<void> {
    await manager.query('DELETE FROM email_code WHERE user_id = $1', [userId]);
  }
}
