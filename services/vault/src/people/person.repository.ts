import { Injectable } from '@nestjs/common';
import { withTransaction } from '@mateship/database';
import { DataSource } from 'typeorm';

/** Who asks for it, in the audit. */
const GATEWAY = 'gateway';

/** What a person has at the vault: keys as an owner, and as a party of envelopes; prompts. */
@Injectable()
export class PersonRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Destroys the keys of a person, also those that nothing was ever sealed under, and lets nobody make another one. */
  destroyKeys(ownerId: string): Promise<void> {
    const owners = [ownerId, partyOf(ownerId)];
    return withTransaction(this.dataSource, async (manager) => {
      for (const owner of owners) await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [owner]);
      await manager.query('INSERT INTO erased_owner (id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [owners]);
      // A mate belongs to the installation; whoever made it may leave.
      await manager.query(
        `WITH doomed AS (
           SELECT id FROM data_key WHERE owner_id = ANY ($1::text[]) AND wrapped IS NOT NULL AND purpose <> 'mate' ORDER BY id FOR UPDATE
         ), destroyed AS (
           UPDATE data_key SET state = 'destroyed', wrapped = NULL, destroyed_at = now() WHERE id IN (SELECT id FROM doomed) RETURNING id
         )
         INSERT INTO key_audit (caller, action, key_id, ok) SELECT $2, 'destroy', id, true FROM destroyed`,
        [owners, GATEWAY],
      );
    });
  }

  async deleteRows(ownerId: string): Promise<void> {
    await this.dataSource.query('DELETE FROM prompt WHERE owner_id = $1', [ownerId]);
    await this.dataSource.query('DELETE FROM party_key WHERE owner = $1', [partyOf(ownerId)]);
  }
}

function partyOf(ownerId: string): string {
  return `user:${ownerId}`;
}
