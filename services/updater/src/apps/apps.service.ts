import { Injectable } from '@nestjs/common';
import type { AppLogs, ContainerStats, ContainerStatus, StartAppRequest, StartedApp } from '@mateship/contracts';
import { BrokerClient } from '../broker/broker.client.js';
import { InstalledApps } from './installed-apps.js';

/** What the gateway may do with installed apps. It names an app; which release that is, is decided here. */
@Injectable()
export class AppsService {
  constructor(
    private readonly apps: InstalledApps,
    private readonly broker: BrokerClient,
  ) {}

  async list(): Promise<ContainerStatus[]> {
    return (await this.broker.list()).filter(({ app }) => this.apps.has(app));
  }

  start(id: string, request: StartAppRequest): Promise<StartedApp> {
    return this.broker.start(this.apps.refOf(id), request);
  }

  stop(id: string): Promise<void> {
    return this.broker.stop(this.apps.refOf(id));
  }

  logs(id: string): Promise<AppLogs> {
    return this.broker.logs(this.apps.refOf(id));
  }

  stats(id: string): Promise<ContainerStats> {
    return this.broker.stats(this.apps.refOf(id));
  }
}
