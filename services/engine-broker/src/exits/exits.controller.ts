import { Controller, Get, StreamableFile } from '@nestjs/common';
import { BROKER_PATHS } from '@mateship/contracts';
import { Exits } from './exits.js';

/** The stream of ends, as JSON lines. CallerGuard has checked the caller. */
@Controller()
export class ExitsController {
  constructor(private readonly exits: Exits) {}

  @Get(BROKER_PATHS.events)
  async events(): Promise<StreamableFile> {
    return new StreamableFile(await this.exits.listen(), { type: 'application/jsonl' });
  }
}
