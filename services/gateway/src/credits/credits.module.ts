import { Global, Module } from '@nestjs/common';
import { OpeningBalance } from '../auth/opening-balance.js';
import { CreditsController } from './credits.controller.js';
import { CreditsRepository } from './credits.repository.js';
import { CreditsService } from './credits.service.js';

/** Global, since sign-up opens a wallet without knowing about credits. */
@Global()
@Module({
  controllers: [CreditsController],
  providers: [CreditsRepository, CreditsService, { provide: OpeningBalance, useExisting: CreditsService }],
  exports: [CreditsService, OpeningBalance],
})
export class CreditsModule {}
