import { Injectable, Module, type DynamicModule, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { JsonLogger } from '@mateship/service-kit';
import { AccessModule } from '../access/access.module.js';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { CreditsModule } from '../credits/credits.module.js';
import { FilesModule } from '../files/files.module.js';
import { AdminAppsController } from './admin-apps.controller.js';
import { AdminAppsRepository } from './admin-apps.repository.js';
import { AdminAppsService } from './admin-apps.service.js';
import { AppCallbacksController } from './app-callbacks.controller.js';
import { AppCaller } from './app-caller.js';
import { AppCatalogue } from './app-catalogue.js';
import { AppConnections } from './app-connections.js';
import { AppsController } from './apps.controller.js';
import { Delegations } from './delegations.js';
import { PaidSkillCalls } from './paid-skill-calls.js';
import { AppFleet } from './runtime/app-fleet.js';
import type { AppLauncher } from './runtime/app-launcher.js';
import { AppRuntime } from './runtime/app-runtime.js';
import { SkillBreakers } from './skill-breakers.js';
import { SkillCalls } from './skill-calls.js';
import { SkillInput } from './skill-input.js';
import { SkillsController } from './skills.controller.js';

/** An app's own JSON lines join ours as they are, with their service name and trace id; anything else it prints is wrapped. */
function passOnLog(app: string, line: unknown, logger: JsonLogger): void {
  const text = String(line);
  if (/^\{"timestamp":.*\}$/.test(text)) process.stdout.write(`${text}\n`);
  else logger.log('app output', { app, line: text });
}

function fleetOf(catalogue: AppCatalogue, launcher: AppLauncher, config: GatewayConfig, logger: JsonLogger): AppFleet {
  return new AppFleet(catalogue, launcher, {
    idleMs: (app) => (config.appIdle ?? app.manifest.idle) * 1000,
    onEvent: (app, event, details) => (event === 'log' ? passOnLog(app, details.line, logger) : logger.log(`app ${event}`, { app, ...details })),
    onTrouble: (error) => logger.warn('apps cannot be started or watched for now', { reason: error instanceof Error ? error.message : String(error) }),
  });
}

/** Wakes the pinned apps, and stops all apps after the last request was served. */
@Injectable()
class FleetLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly fleet: AppFleet,
    private readonly settings: AdminAppsRepository,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.fleet.start(await this.settings.pinned());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.fleet.shutdown();
  }
}

@Module({})
export class AppsModule {
  static register(catalogue: AppCatalogue, launcher: AppLauncher): DynamicModule {
    return {
      module: AppsModule,
      global: true,
      imports: [AccessModule, CreditsModule, FilesModule],
      controllers: [AdminAppsController, AppsController, SkillsController, AppCallbacksController],
      providers: [
        { provide: AppCatalogue, useValue: catalogue },
        {
          provide: AppFleet,
          inject: [CONFIG, JsonLogger],
          useFactory: (config: GatewayConfig, logger: JsonLogger) => fleetOf(catalogue, launcher, config, logger),
        },
        { provide: AppRuntime, useExisting: AppFleet },
        FleetLifecycle,
        AdminAppsService,
        AdminAppsRepository,
        AppConnections,
        AppCaller,
        Delegations,
        SkillBreakers,
        SkillCalls,
        PaidSkillCalls,
        SkillInput,
      ],
      exports: [AppCaller, AppCatalogue, AppRuntime, SkillCalls, PaidSkillCalls],
    };
  }
}
