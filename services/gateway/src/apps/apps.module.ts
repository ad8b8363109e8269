import { Inject, Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { JsonLogger } from '@mateship/service-kit';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { CreditsModule } from '../credits/credits.module.js';
import { FilesModule } from '../files/files.module.js';
import { AppCallbacksController } from './app-callbacks.controller.js';
import { AppCaller } from './app-caller.js';
import { AppCatalogue } from './app-catalogue.js';
import { AppConnections } from './app-connections.js';
import { AppsController } from './apps.controller.js';
import { Delegations } from './delegations.js';
import { PaidSkillCalls } from './paid-skill-calls.js';
import { AppRuntime } from './runtime/app-runtime.js';
import { EmbeddedAppRuntime } from './runtime/embedded-app-runtime.js';
import type { RuntimePlaces } from './runtime/launch-plan.js';
import { SkillBreakers } from './skill-breakers.js';
import { SkillCalls } from './skill-calls.js';
import { SkillInput } from './skill-input.js';
import { SkillsController } from './skills.controller.js';

const PLACES = Symbol('RuntimePlaces');

/** An app's own JSON lines join ours as they are, with their service name and trace id; anything else it prints is wrapped. */
function passOnLog(app: string, line: unknown, logger: JsonLogger): void {
  const text = String(line);
  if (/^\{"timestamp":.*\}$/.test(text)) process.stdout.write(`${text}\n`);
  else logger.log('app output', { app, line: text });
}

/** Stops the apps after the last request was served, and clears away what they ran from. */
@Injectable()
class RuntimeShutdown implements OnApplicationShutdown {
  constructor(
    private readonly runtime: AppRuntime,
    @Inject(PLACES) private readonly places: RuntimePlaces,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.runtime.shutdown();
    this.places.close();
  }
}

@Module({})
export class AppsModule {
  static register(catalogue: AppCatalogue, places: RuntimePlaces): DynamicModule {
    return {
      module: AppsModule,
      global: true,
      imports: [CreditsModule, FilesModule],
      controllers: [AppsController, SkillsController, AppCallbacksController],
      providers: [
        { provide: AppCatalogue, useValue: catalogue },
        { provide: PLACES, useValue: places },
        {
          provide: AppRuntime,
          inject: [CONFIG, JsonLogger],
          useFactory: (config: GatewayConfig, logger: JsonLogger) =>
            new EmbeddedAppRuntime(catalogue, {
              places,
              idleMs: (app) => (config.appIdle ?? app.manifest.idle) * 1000,
              onEvent: (app, event, details) => (event === 'log' ? passOnLog(app, details.line, logger) : logger.log(`app ${event}`, { app, ...details })),
            }),
        },
        RuntimeShutdown,
        AppConnections,
        AppCaller,
        Delegations,
        SkillBreakers,
        SkillCalls,
        PaidSkillCalls,
        SkillInput,
      ],
      exports: [AppCatalogue, AppRuntime, SkillCalls, PaidSkillCalls],
    };
  }
}
