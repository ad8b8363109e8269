import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CallerGuard } from '@mateship/service-kit';
import { AppsController } from './apps/apps.controller.js';
import { AppsService } from './apps/apps.service.js';
import { InstalledApps } from './apps/installed-apps.js';
import { BrokerClient } from './broker/broker.client.js';
import { CONFIG, type UpdaterConfig } from './config/config.js';
import { EgressController } from './egress/egress.controller.js';
import { EgressRulesFile } from './egress/egress-rules-file.js';
import { RefusalLog } from './egress/refusal-log.js';
import { ExitsController } from './exits/exits.controller.js';
import { ExitsService } from './exits/exits.service.js';

@Module({})
export class AppModule {
  static with(config: UpdaterConfig, apps: InstalledApps): DynamicModule {
    const guard = new CallerGuard({ secret: config.gateway.secret, direction: 'gateway->updater', audience: 'updater' });
    return {
      module: AppModule,
      controllers: [AppsController, ExitsController, EgressController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: InstalledApps, useValue: apps },
        { provide: APP_GUARD, useValue: guard },
        BrokerClient,
        AppsService,
        ExitsService,
        EgressRulesFile,
        RefusalLog,
      ],
    };
  }
}
