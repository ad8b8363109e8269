import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, Metrics } from '@mateship/service-kit';
import { DatabaseLogin } from '@mateship/vault-session';
import { DataSource } from 'typeorm';
import { KEY_MANAGEMENT, type KeyManagement } from '../key-management/key-management.js';

/** What the vault cannot work without: reported while it runs, closed when it ends. */
@Injectable()
export class Dependencies implements OnModuleInit, OnModuleDestroy {
  constructor(
    private readonly health: HealthRegistry,
    private readonly metrics: Metrics,
    private readonly login: DatabaseLogin,
    private readonly dataSource: DataSource,
    @Inject(KEY_MANAGEMENT) private readonly management: KeyManagement,
  ) {}

  onModuleInit(): void {
    this.login.report(this.health, this.metrics);
    this.health.register('database', { needed: true, check: async () => void (await this.dataSource.query('SELECT 1')) });
    this.health.register('keys', { needed: true, check: () => this.management.check() });
  }

  async onModuleDestroy(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.login.close();
    await this.management.close();
  }
}
