import type { DynamicModule } from '@nestjs/common';
import type { AppManifest } from '@mateship/contracts';
import { JsonLogger } from '@mateship/service-kit';
import { CallerCheck } from '../calls/caller-check.js';
import type { AppEnvironment } from '../config/app-environment.js';
import { GatewayLink } from '../gateway/gateway-link.js';
import { SkillRunner } from '../skills/skill-runner.js';
import { SkillsController } from '../skills/skills.controller.js';
import { AppLife } from './app-life.js';
import type { App } from './define-app.js';

/** The Nest module that every app is. */
export class AppModule {
  static of(app: App, manifest: AppManifest, environment: AppEnvironment): DynamicModule {
    return {
      module: AppModule,
      controllers: [SkillsController],
      providers: [
        { provide: CallerCheck, useValue: new CallerCheck(environment) },
        { provide: GatewayLink, useValue: new GatewayLink(environment) },
        {
          provide: SkillRunner,
          inject: [GatewayLink, JsonLogger],
          useFactory: (link: GatewayLink, log: JsonLogger) => new SkillRunner(app.skills, manifest, environment, link, log),
        },
        {
          provide: AppLife,
          inject: [SkillRunner, GatewayLink, JsonLogger],
          useFactory: (runner: SkillRunner, link: GatewayLink, log: JsonLogger) => {
            const host = { log, dataFolder: environment.dataFolder, secret: (name: string) => runner.secret(name) };
            return new AppLife(app, host, link);
          },
        },
      ],
    };
  }
}
