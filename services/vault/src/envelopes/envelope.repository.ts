import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** How far a use of an envelope came. */
export type EnvelopeOutcome = 'ok' | 'format' | 'signature' | 'time' | 'content' | 'replayed';

/** Who used which envelope. Holds nothing of its content; `envelopeId` is only claimed when the outcome is not ok. */
export interface EnvelopeUse {
  caller: string;
  action: 'seal' | 'open';
  envelopeId: string | null;
  outcome: EnvelopeOutcome;
}

/** Ids of opened envelopes, as long as those could still be opened, and the audit of their use. */
@Injectable()
export class EnvelopeRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Remembers that an envelope was opened; false when it had been. */
  async remember(id: string, expires: number): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>('INSERT INTO opened_envelope (id, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id', [id, new Date(expires)]);
    return rows.length === 1;
  }

  /** Forgets the ids of envelopes that expired before a time. */
  async purge(before: Date): Promise<void> {
    await this.dataSource.query('DELETE FROM opened_envelope WHERE expires_at < $1', [before]);
  }

  async audit({ caller, action, envelopeId, outcome }: EnvelopeUse): Promise<void> {
    await this.dataSource.query('INSERT INTO envelope_audit (caller, action, envelope_id, outcome) VALUES ($1, $2, $3, $4)', [caller, action, envelopeId, outcome]);
  }
}
