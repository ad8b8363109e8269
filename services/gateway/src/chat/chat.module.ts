import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { CreditsModule } from '../credits/credits.module.js';
import { FilesModule } from '../files/files.module.js';
import { KeysModule } from '../keys/keys.module.js';
import { MatesModule } from '../mates/mates.module.js';
import { AbandonedAnswers } from './abandoned-answers.js';
import { AiChatClient } from './ai-chat.client.js';
import { AnswerAsking } from './answer-asking.js';
import { AnswerPreparation } from './answer-preparation.js';
import { AnswerStore } from './answer-store.js';
import { AnswerWriter } from './answer-writer.js';
import { AnswersService } from './answers.service.js';
import { ChatCipher } from './chat-cipher.js';
import { ChatController } from './chat.controller.js';
import { ChatRepository } from './chat.repository.js';
import { ChatRuns } from './chat-runs.js';
import { ChatService } from './chat.service.js';
import { ExchangesRepository } from './exchanges.repository.js';
import { MessagesRepository } from './messages.repository.js';
import { ModelPrices } from './model-prices.js';

@Module({
  imports: [AccessModule, CreditsModule, FilesModule, KeysModule, MatesModule],
  controllers: [ChatController],
  providers: [
    AbandonedAnswers,
    AiChatClient,
    AnswerAsking,
    AnswerPreparation,
    AnswerStore,
    AnswerWriter,
    AnswersService,
    ChatCipher,
    ChatRepository,
    ChatRuns,
    ChatService,
    ExchangesRepository,
    MessagesRepository,
    ModelPrices,
  ],
  exports: [AiChatClient, ModelPrices],
})
export class ChatModule {}
