import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { FirstInvite } from './first-invite.js';
import { InvitesController } from './invites.controller.js';
import { InvitesRepository } from './invites.repository.js';
import { InvitesService } from './invites.service.js';

@Module({ imports: [UsersModule], controllers: [InvitesController], providers: [FirstInvite, InvitesRepository, InvitesService], exports: [InvitesService] })
export class InvitesModule {}
