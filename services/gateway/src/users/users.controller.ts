import { Controller, Get } from '@nestjs/common';
import { DomainError, User } from '@mateship/contracts';
import { ListenOn } from '@mateship/service-kit';
import { createZodDto } from 'nestjs-zod';
import { Access, CurrentPrincipal, type Principal } from '../access/index.js';
import { UsersRepository } from './users.repository.js';
import { ZodResponse } from '../platform/zod-response.decorator.js';

class UserDto extends createZodDto(User.meta({})) {}

@Controller('v1/users')
@ListenOn('public')
export class UsersController {
  constructor(private readonly users: UsersRepository) {}

  @Get('me')
  @Access({ user: true })
  @ZodResponse({ status: 200, type: UserDto })
  async me(@CurrentPrincipal() principal: Principal): Promise<UserDto> {
    const user = await this.users.find(principal.userId);
    if (!user) throw new DomainError('NOT_FOUND');
    return user;
  }
}
