import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { type AppLogs, BROKER_PATHS, type ContainerStats, type ContainerStatus, StartAppRequest, type StartedApp } from '@mateship/contracts';
import { RawBody, SignedJson } from '@mateship/service-kit';
import { Releases } from '../releases/releases.js';
import { AppStatuses } from './app-statuses.js';
import { LogLines } from './apps.contract.js';
import { Lifecycle } from './lifecycle.js';
import { Observations } from './observations.js';

const APP = `${BROKER_PATHS.list}/:app/:release`;

/** The verbs of BROKER_VERBS. CallerGuard has checked the caller; app and release are looked up, never used as they come. */
@Controller()
export class AppsController {
  constructor(
    private readonly releases: Releases,
    private readonly lifecycle: Lifecycle,
    private readonly statuses: AppStatuses,
    private readonly observations: Observations,
  ) {}

  @Get(BROKER_PATHS.list)
  async list(): Promise<{ items: ContainerStatus[] }> {
    return { items: await this.statuses.all() };
  }

  @Post(`${APP}/pull`)
  @HttpCode(204)
  pull(@Param('app') app: string, @Param('release') release: string): Promise<void> {
    return this.lifecycle.pull(this.releases.get(app, release));
  }

  @Post(`${APP}/create`)
  @HttpCode(204)
  create(@Param('app') app: string, @Param('release') release: string): Promise<void> {
    return this.lifecycle.create(this.releases.get(app, release));
  }

  @Post(`${APP}/start`)
  @HttpCode(200)
  @RawBody()
  start(@Param('app') app: string, @Param('release') release: string, @Body(new SignedJson(StartAppRequest)) { secrets }: StartAppRequest): Promise<StartedApp> {
    return this.lifecycle.start(this.releases.get(app, release), secrets);
  }

  @Post(`${APP}/stop`)
  @HttpCode(204)
  stop(@Param('app') app: string, @Param('release') release: string): Promise<void> {
    return this.lifecycle.stop(this.releases.get(app, release));
  }

  @Post(`${APP}/rename`)
  @HttpCode(204)
  rename(@Param('app') app: string, @Param('release') release: string): Promise<void> {
    return this.lifecycle.rename(this.releases.get(app, release));
  }

  @Post(`${APP}/remove`)
  @HttpCode(204)
  remove(@Param('app') app: string, @Param('release') release: string): Promise<void> {
    return this.lifecycle.remove(this.releases.get(app, release));
  }

  @Get(`${APP}/inspect`)
  inspect(@Param('app') app: string, @Param('release') release: string): Promise<ContainerStatus> {
    return this.statuses.of(this.releases.get(app, release));
  }

  @Get(`${APP}/logs`)
  async logs(@Param('app') app: string, @Param('release') release: string, @Query(new LogLines()) lines: number): Promise<AppLogs> {
    return { lines: await this.observations.logs(this.releases.get(app, release), lines) };
  }

  @Get(`${APP}/stats`)
  stats(@Param('app') app: string, @Param('release') release: string): Promise<ContainerStats> {
    return this.observations.stats(this.releases.get(app, release));
  }
}
