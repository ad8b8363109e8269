import { Controller, Get } from '@nestjs/common';
import { ListenOn } from '@mateship/service-kit';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { CreditsBalance } from '@mateship/contracts';
import { createZodDto } from 'nestjs-zod';
import { CreditsService } from './credits.service.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

class CreditsBalanceDto extends createZodDto(CreditsBalance) {}

@Controller('v1/credits')
@ListenOn('public')
export class CreditsController {
  constructor(private readonly credits: CreditsService) {}

  @Get()
  @Access({ scope: 'chat' })
  @ZodResponse({ type: CreditsBalanceDto })
  read(@CurrentPrincipal() principal: Principal): Promise<CreditsBalanceDto> {
    return this.credits.balance(principal.userId);
  }
}
