import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What admins set of installed apps. */
@Injectable()
export class AdminAppsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Ids of the apps that are kept awake. One that is not installed any more may be among them. */
  async pinned(): Promise<string[]> {
    const rows: { app_id: string }[] = await this.dataSource.query('SELECT app_id FROM app_settings WHERE pinned');
    return rows.map((row) => row.app_id);
  }

  async setPinned(appId: string, pinned: boolean): Promise<void> {
    const upsert = 'INSERT INTO app_settings (app_id, pinned) VALUES ($1, $2) ON CONFLICT (app_id) DO UPDATE SET pinned = $2, updated_at = now()';
    await this.dataSource.query(upsert, [appId, pinned]);
  }
}
