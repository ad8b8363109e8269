import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { type AppLogs, type ContainerStats, type ContainerStatus, StartAppRequest, type StartedApp, UPDATER_PATHS } from '@mateship/contracts';
import { RawBody, SignedJson } from '@mateship/service-kit';
import { AppsService } from './apps.service.js';

/** Installed apps and their containers. Internal listener; CallerGuard has checked the caller. */
@Controller()
export class AppsController {
  constructor(private readonly apps: AppsService) {}

  @Get(UPDATER_PATHS.apps)
  async list(): Promise<{ items: ContainerStatus[] }> {
    return { items: await this.apps.list() };
  }

  @Post(UPDATER_PATHS.start)
  @HttpCode(200)
  @RawBody()
  start(@Param('app') app: string, @Body(new SignedJson(StartAppRequest)) request: StartAppRequest): Promise<StartedApp> {
    return this.apps.start(app, request);
  }

  @Post(UPDATER_PATHS.stop)
  @HttpCode(204)
  stop(@Param('app') app: string): Promise<void> {
    return this.apps.stop(app);
  }

  @Get(UPDATER_PATHS.logs)
  logs(@Param('app') app: string): Promise<AppLogs> {
    return this.apps.logs(app);
  }

  @Get(UPDATER_PATHS.stats)
  stats(@Param('app') app: string): Promise<ContainerStats> {
    return this.apps.stats(app);
  }
}
