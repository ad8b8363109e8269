import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { DIRECTORY_REQUESTS, VAULT_SERVICE_PATHS } from '@mateship/contracts';
import { RawBody, SignedJson } from '@mateship/service-kit';
import type { z } from 'zod';
import { PromptCipher } from '../prompts/prompt.cipher.js';
import { DirectoryService } from './directory.service.js';
import { PartyKeys } from './party-keys.js';

const paths = VAULT_SERVICE_PATHS.directory;
const shapes = DIRECTORY_REQUESTS;

/** Public keys and the caches, for the gateway. */
@Controller()
export class DirectoryController {
  constructor(
    private readonly directory: DirectoryService,
    private readonly keys: PartyKeys,
    private readonly prompts: PromptCipher,
  ) {}

  @Post(paths.read)
  @HttpCode(200)
  @RawBody()
  read(@Body(new SignedJson(shapes.read)) { owner, make }: z.output<typeof shapes.read>) {
    return this.directory.read(owner, make);
  }

  @Post(paths.rotate)
  @HttpCode(200)
  @RawBody()
  rotate(@Body(new SignedJson(shapes.rotate)) { owner }: z.output<typeof shapes.rotate>) {
    return this.directory.rotate(owner);
  }

  @Post(paths.forget)
  @HttpCode(204)
  @RawBody()
  forget(@Body(new SignedJson(shapes.forget)) _request: unknown): void {
    this.keys.forget();
    this.prompts.forget();
  }
}
