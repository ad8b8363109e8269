import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { CreditsModule } from '../../credits/credits.module.js';
import { MatesModule } from '../../mates/mates.module.js';
import { ModelsModule } from '../../models/models.module.js';
import { ChatModule } from '../chat.module.js';
import { CompletionInput } from './completion-input.js';
import { CompletionsController } from './completions.controller.js';
import { CompletionsService } from './completions.service.js';

@Module({ imports: [AccessModule, ChatModule, CreditsModule, MatesModule, ModelsModule], controllers: [CompletionsController], providers: [CompletionInput, CompletionsService] })
export class CompletionsModule {}
