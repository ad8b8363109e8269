import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { type AppRelease, type Installation } from '@mateship/fleet';
import { CallerGuard } from '@mateship/service-kit';
import { AppsController } from './apps/apps.controller.js';
import { Containers } from './apps/containers.js';
import { AppStatuses } from './apps/app-statuses.js';
import { Observations } from './apps/observations.js';
import { Images } from './apps/images.js';
import { Lifecycle } from './apps/lifecycle.js';
import { Members } from './apps/members.js';
import { StartSecrets } from './apps/start-secrets.js';
import { Surroundings } from './apps/surroundings.js';
import type { BrokerConfig } from './config/config.js';
import { Engine } from './engine/engine.js';
import { EngineHealth } from './engine/engine-health.js';
import { Exits } from './exits/exits.js';
import { ExitsController } from './exits/exits.controller.js';
import { Releases } from './releases/releases.js';

@Module({})
export class AppModule {
  static with(config: BrokerConfig, releases: AppRelease[]): DynamicModule {
    const installation: Installation = { name: config.installation, networkPrefix: config.networkPrefix };
    return {
      module: AppModule,
      controllers: [AppsController, ExitsController],
      providers: [
        { provide: APP_GUARD, useValue: new CallerGuard({ secret: config.updaterSecret, direction: 'updater->engine-broker', audience: 'engine-broker' }) },
        { provide: Releases, useValue: new Releases(releases, installation) },
        { provide: Engine, useValue: new Engine(config.engine) },
        AppStatuses,
        Containers,
        EngineHealth,
        Exits,
        Images,
        Lifecycle,
        Members,
        Observations,
        StartSecrets,
        Surroundings,
      ],
    };
  }
}
