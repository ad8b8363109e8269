import { Controller, Get } from '@nestjs/common';
import { AppList } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { Access } from '../access/index.js';
import { AppCatalogue } from './app-catalogue.js';
import { AppRuntime } from './runtime/app-runtime.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

class AppListDto extends createZodDto(AppList) {}

@Controller('v1/apps')
@ListenOn('public')
export class AppsController {
  constructor(
    private readonly catalogue: AppCatalogue,
    private readonly runtime: AppRuntime,
  ) {}

  @Get()
  @Access({ scope: 'skills' })
  @ZodResponse({ type: AppListDto })
  list(): AppListDto {
    const items = this.catalogue.all().map(({ manifest: { id, name, version, publisher, description, skills } }) => ({
      id,
      name,
      version,
      publisher,
      description,
      state: this.runtime.status(id).state,
      skills: skills.map((skill) => skill.id),
    }));
    return { items };
  }
}
