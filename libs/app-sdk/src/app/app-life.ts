import type { OnModuleInit, OnApplicationShutdown } from '@nestjs/common';
import type { GatewayLink } from '../gateway/gateway-link.js';
import type { App, AppHost } from './define-app.js';

/** Runs what an app does before its first and after its last call. */
export class AppLife implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly app: App,
    private readonly host: AppHost,
    private readonly link: GatewayLink,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.app.start?.(this.host);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.app.stop?.();
    await this.link.close();
  }
}
