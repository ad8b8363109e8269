import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DatabaseLogin } from '@mateship/vault-session';
import { DataSource } from 'typeorm';

/** Closes the pool when nothing uses it any more, then gives its login back. */
@Injectable()
export class DatabaseLifecycle implements OnApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    private readonly login: DatabaseLogin,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.login.close();
  }
}
