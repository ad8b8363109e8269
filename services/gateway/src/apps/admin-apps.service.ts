import { Inject, Injectable } from '@nestjs/common';
import { DomainError, MODEL_PROVIDERS, type AdminApp, type EgressRefusal, type UpdateAppRequest } from '@mateship/contracts';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { AdminAppsRepository } from './admin-apps.repository.js';
import { AppCatalogue, type InstalledApp } from './app-catalogue.js';
import { providerGrants } from './provider-grants.js';
import { AppFleet } from './runtime/app-fleet.js';

/** What admins see of apps and may do with them. Looking wakes no app and keeps none awake. */
@Injectable()
export class AdminAppsService {
  constructor(
    private readonly catalogue: AppCatalogue,
    private readonly fleet: AppFleet,
    private readonly settings: AdminAppsRepository,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  list(): Promise<AdminApp[]> {
    return Promise.all(this.catalogue.all().map((app) => this.describe(app)));
  }

  async update(id: string, { pinned }: UpdateAppRequest): Promise<AdminApp> {
    const app = this.require(id);
    await this.settings.setPinned(id, pinned);
    this.fleet.pin(id, pinned);
    return this.describe(app);
  }

  /** Ends what runs of the app, forgets its crashes, and starts it. */
  async restart(id: string): Promise<AdminApp> {
    const app = this.require(id);
    await this.fleet.restart(id);
    return this.describe(app);
  }

  async logs(id: string): Promise<string[]> {
    this.require(id);
    return this.fleet.logs(id);
  }

  async refusals(id: string): Promise<EgressRefusal[]> {
    this.require(id);
    return this.fleet.refusals(id);
  }

  private require(id: string): InstalledApp {
    const app = this.catalogue.get(id);
    if (!app) throw new DomainError('NOT_FOUND');
    return app;
  }

  private async describe(app: InstalledApp): Promise<AdminApp> {
    const { id, name, version, publisher, description, skills, permissions, idle } = app.manifest;
    const { lastUsedAt, attention, ...life } = this.fleet.details(id);
    // An app that ends while it is measured uses nothing.
    const usage = (await this.fleet.usage(id).catch(() => null)) ?? { memoryBytes: 0, cpuPercent: 0 };
    return {
      id,
      name,
      version,
      publisher,
      description,
      skills: skills.map((skill) => skill.id),
      ...life,
      ...usage,
      idleSeconds: this.config.appIdle ?? idle,
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      attention: attention && { since: attention.since.toISOString(), lastLines: attention.lastLines },
      egress: [...permissions.egress.filter((address) => address !== MODEL_PROVIDERS), ...providerGrants(this.config.models, [app]).map(({ address }) => address)],
    };
  }
}
