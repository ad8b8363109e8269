import { Body, Controller, Delete, HttpCode } from '@nestjs/common';
import { ApiNoContentResponse } from '@nestjs/swagger';
import { DeleteAccountRequest } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { Access, CurrentPrincipal, StrictThrottle, type Principal } from '../../access/index.js';
import { AccountErasure } from './account-erasure.js';

class DeleteAccountRequestDto extends createZodDto(DeleteAccountRequest) {}

@Controller('v1/users')
@ListenOn('public')
export class AccountController {
  constructor(private readonly erasure: AccountErasure) {}

  @Delete('me')
  @Access({ user: true })
  @StrictThrottle('login')
  @HttpCode(204)
  @ApiNoContentResponse()
  async delete(@CurrentPrincipal() principal: Principal, @Body() { password }: DeleteAccountRequestDto): Promise<void> {
    await this.erasure.erase(principal.userId, password);
  }
}
