import { Body, Controller, Get, HttpCode, Put } from '@nestjs/common';
import { EgressGrants, type EgressRefusal, UPDATER_PATHS } from '@mateship/contracts';
import { RawBody, SignedJson } from '@mateship/service-kit';
import { EgressRulesFile } from './egress-rules-file.js';
import { RefusalLog } from './refusal-log.js';

/** What apps may reach outside, and what they tried to. Internal listener; CallerGuard has checked the caller. */
@Controller()
export class EgressController {
  constructor(
    private readonly rules: EgressRulesFile,
    private readonly log: RefusalLog,
  ) {}

  @Put(UPDATER_PATHS.grants)
  @HttpCode(204)
  @RawBody()
  grant(@Body(new SignedJson(EgressGrants)) request: EgressGrants): Promise<void> {
    return this.rules.grant(request);
  }

  @Get(UPDATER_PATHS.refusals)
  async refusals(): Promise<{ items: EgressRefusal[] }> {
    return { items: await this.log.latest() };
  }
}
