import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { withTransaction } from '@mateship/database';
import { DataSource, type EntityManager } from 'typeorm';

/** The credentials that died with an account. */
export interface DeadCredentials {
  sessionIds: string[];
  apiKeyIds: string[];
}

/** What erasing an account changes in the tables of people. */
@Injectable()
export class AccountErasureRepository {
  constructor(private readonly dataSource: DataSource) {}

  async passwordHashOf(userId: string): Promise<string | null> {
    const rows = await this.dataSource.query<{ password_hash: string }[]>('SELECT password_hash FROM user_account WHERE id = $1 AND erasing_at IS NULL', [userId]);
    return rows[0]?.password_hash ?? null;
  }

  /**
   * From here on the account is nobody's: name, address and password are gone, its credentials are dead, and the rest will be
   * erased whatever happens. @throws DomainError NOT_FOUND, LAST_ADMIN
   */
  condemn(userId: string): Promise<DeadCredentials> {
    return withTransaction(this.dataSource, async (manager) => {
      await this.requireAnotherAdmin(manager, userId);
      const [, count] = await manager.query<[unknown, number]>(
        `UPDATE user_account SET erasing_at = now(), suspended_at = coalesce(suspended_at, now()), username = 'deleted-' || id, email = id || '@deleted.invalid', password_hash = '-'
         WHERE id = $1 AND erasing_at IS NULL`,
        [userId],
      );
      if (count === 0) throw new DomainError('NOT_FOUND');
      const [sessions] = await manager.query<[{ id: string }[], number]>('UPDATE session SET revoked_at = coalesce(revoked_at, now()) WHERE user_id = $1 RETURNING id', [userId]);
      const [keys] = await manager.query<[{ id: string }[], number]>('UPDATE api_key SET revoked_at = coalesce(revoked_at, now()) WHERE user_id = $1 RETURNING id', [userId]);
      return { sessionIds: sessions.map(({ id }) => id), apiKeyIds: keys.map(({ id }) => id) };
    });
  }

  async condemned(limit: number): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>('SELECT id FROM user_account WHERE erasing_at IS NOT NULL ORDER BY erasing_at LIMIT $1', [limit]);
    return rows.map(({ id }) => id);
  }

  /** The row of a condemned account, with all that hangs on it. The ledger keeps its entries under an id that names nobody. */
  async erase(userId: string): Promise<void> {
    await this.dataSource.query('DELETE FROM user_account WHERE id = $1 AND erasing_at IS NOT NULL', [userId]);
  }

  /** Locks all administrators, so that two of them cannot both leave as the last but one. */
  private async requireAnotherAdmin(manager: EntityManager, userId: string): Promise<void> {
    const admins = await manager.query<{ id: string }[]>(`SELECT id FROM user_account WHERE role = 'admin' AND suspended_at IS NULL AND erasing_at IS NULL ORDER BY id FOR UPDATE`);
    if (admins.length === 1 && admins[0]!.id === userId) throw new DomainError('LAST_ADMIN');
  }
}
