import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { PROMPT_REQUESTS, VAULT_SERVICE_PATHS } from '@mateship/contracts';
import { RawBody, SignedJson } from '@mateship/service-kit';
import type { z } from 'zod';
import { PromptsService } from './prompts.service.js';

type Asked<Name extends keyof typeof PROMPT_REQUESTS> = z.output<(typeof PROMPT_REQUESTS)[Name]>;

const paths = VAULT_SERVICE_PATHS.prompts;
const shapes = PROMPT_REQUESTS;

/** Prompts, for the gateway, which has found out whose they are. */
@Controller()
export class PromptsController {
  constructor(private readonly prompts: PromptsService) {}

  @Post(paths.create)
  @RawBody()
  create(@Body(new SignedJson(shapes.create)) { ownerId, prompt }: Asked<'create'>) {
    return this.prompts.create(ownerId, prompt);
  }

  @Post(paths.list)
  @HttpCode(200)
  @RawBody()
  list(@Body(new SignedJson(shapes.list)) { ownerId, page }: Asked<'list'>) {
    return this.prompts.list(ownerId, page);
  }

  @Post(paths.read)
  @HttpCode(200)
  @RawBody()
  read(@Body(new SignedJson(shapes.read)) { ownerId, id, version }: Asked<'read'>) {
    return this.prompts.read(ownerId, id, version);
  }

  @Post(paths.versions)
  @HttpCode(200)
  @RawBody()
  versions(@Body(new SignedJson(shapes.versions)) { ownerId, id, page }: Asked<'versions'>) {
    return this.prompts.versions(ownerId, id, page);
  }

  @Post(paths.update)
  @HttpCode(200)
  @RawBody()
  update(@Body(new SignedJson(shapes.update)) { ownerId, id, change }: Asked<'update'>) {
    return this.prompts.update(ownerId, id, change);
  }

  @Post(paths.delete)
  @HttpCode(204)
  @RawBody()
  delete(@Body(new SignedJson(shapes.delete)) { ownerId, id }: Asked<'delete'>): Promise<void> {
    return this.prompts.delete(ownerId, id);
  }
}
