import { Controller, Get, Param, UseFilters } from '@nestjs/common';
import { ApiOkResponse, ApiProperty } from '@nestjs/swagger';
import { ListenOn } from '@mateship/service-kit';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { OpenAiErrorFilter } from '../chat/completions/openai-error.filter.js';
import { DomainError } from '@mateship/contracts';
import { MatesService } from '../mates/mates.service.js';
import { ModelsService } from './models.service.js';

class ModelDto {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['model'] }) object!: 'model';
  @ApiProperty() created!: number;
  @ApiProperty() owned_by!: string;
}

class ModelListDto {
  @ApiProperty({ enum: ['list'] }) object!: 'list';
  @ApiProperty({ type: [ModelDto] }) data!: ModelDto[];
}

const CREATED = 1_767_225_600;

/** Mates and models under one list, in OpenAI's format: either can stand as `model` in a completion. */
@Controller('v1/models')
@ListenOn('public')
@UseFilters(OpenAiErrorFilter)
export class ModelsController {
  constructor(
    private readonly mates: MatesService,
    private readonly models: ModelsService,
  ) {}

  @Get()
  @Access({ scope: 'models' })
  @ApiOkResponse({ type: ModelListDto })
  async list(@CurrentPrincipal() principal: Principal): Promise<ModelListDto> {
    const [mates, models] = await Promise.all([this.mates.list(), this.models.list(principal.userId, AbortSignal.timeout(10_000))]);
    const data = [...mates.map((mate) => entry(mate.id, 'mateship')), ...models.map((model) => entry(model.id, model.provider))];
    return { object: 'list', data };
  }

  // Model ids hold a slash, so the id is the rest of the path.
  @Get('*')
  @Access({ scope: 'models' })
  @ApiOkResponse({ type: ModelDto })
  async read(@CurrentPrincipal() principal: Principal, @Param('*') id: string): Promise<ModelDto> {
    const found = (await this.list(principal)).data.find((model) => model.id === id);
    if (!found) throw new DomainError('NOT_FOUND', { message: `The model "${id.slice(0, 100)}" does not exist.` });
    return found;
  }
}

function entry(id: string, owner: string): ModelDto {
  return { id, object: 'model', created: CREATED, owned_by: owner };
}
