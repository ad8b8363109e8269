import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { AdminApp, AdminAppList, AppLogs, EgressRefusals, UpdateAppRequest } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { Access } from '../access/index.js';
import { AdminAppsService } from './admin-apps.service.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

class AdminAppDto extends createZodDto(AdminApp.meta({})) {}
class AdminAppListDto extends createZodDto(AdminAppList) {}
class UpdateAppRequestDto extends createZodDto(UpdateAppRequest) {}
class AppLogsDto extends createZodDto(AppLogs) {}
class EgressRefusalsDto extends createZodDto(EgressRefusals) {}

@Controller('v1/admin/apps')
@ListenOn('public')
export class AdminAppsController {
  constructor(private readonly apps: AdminAppsService) {}

  @Get()
  @Access({ admin: true })
  @ZodResponse({ type: AdminAppListDto })
  async list(): Promise<AdminAppListDto> {
    return { items: await this.apps.list() };
  }

  @Patch(':id')
  @Access({ admin: true })
  @ZodResponse({ type: AdminAppDto })
  update(@Param('id') id: string, @Body() body: UpdateAppRequestDto): Promise<AdminAppDto> {
    return this.apps.update(id, body);
  }

  @Post(':id/restart')
  @Access({ admin: true })
  @HttpCode(200)
  @ZodResponse({ status: 200, type: AdminAppDto })
  restart(@Param('id') id: string): Promise<AdminAppDto> {
    return this.apps.restart(id);
  }

  @Get(':id/logs')
  @Access({ admin: true })
  @ZodResponse({ type: AppLogsDto })
  async logs(@Param('id') id: string): Promise<AppLogsDto> {
    return { lines: await this.apps.logs(id) };
  }

  @Get(':id/egress_refusals')
  @Access({ admin: true })
  @ZodResponse({ type: EgressRefusalsDto })
  async refusals(@Param('id') id: string): Promise<EgressRefusalsDto> {
    return { items: await this.apps.refusals(id) };
  }
}
