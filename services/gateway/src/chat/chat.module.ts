import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { CreditsModule } from '../credits/credits.module.js';
import { FilesModule } from '../files/files.module.js';
import { KeysModule } from '../keys/keys.module.js';
import { MatesModule } from '../mates/mates.module.js';
import { ShareEndingsModule } from '../shares/share-endings.module.js';
import { AbandonedAnswers } from './abandoned-answers.js';
import { AiChatClient } from './ai-chat.client.js';
import { AnswerAsking } from './answer-asking.js';
import { AnswerBeginning } from './answer-beginning.js';
import { AnswerPreparation } from './answer-preparation.js';
import { AnswerStore } from './answer-store.js';
import { AnswerWriter } from './answer-writer.js';
import { AnswersService } from './answers.service.js';
import { ChatChain } from './chain/chat-chain.js';
import { CheckedChats } from './chain/checked-chats.js';
import { MessageDeletion } from './chain/message-deletion.js';
import { ChatCipher } from './chat-cipher.js';
import { ChatController } from './chat.controller.js';
import { ChatImport } from './chat-import.js';
import { ChatRepository } from './chat.repository.js';
import { ChatRuns } from './chat-runs.js';
import { ChatService } from './chat.service.js';
import { ChatErasure } from './erasure/chat-erasure.js';
import { ExchangesRepository } from './exchanges.repository.js';
import { MessagesRepository } from './messages.repository.js';
import { ModelPrices } from './model-prices.js';
import { ChatRekeying } from './rekey/chat-rekeying.js';
import { NextKeys } from './rekey/next-keys.js';
import { RekeyController } from './rekey/rekey.controller.js';
import { RekeyRepository } from './rekey/rekey.repository.js';

@Module({
  imports: [AccessModule, CreditsModule, FilesModule, KeysModule, MatesModule, ShareEndingsModule],
  controllers: [ChatController, RekeyController],
  providers: [
    AbandonedAnswers,
    AiChatClient,
    AnswerAsking,
    AnswerBeginning,
    AnswerPreparation,
    AnswerStore,
    AnswerWriter,
    AnswersService,
    ChatChain,
    ChatCipher,
    ChatErasure,
    ChatImport,
    ChatRepository,
    ChatRuns,
    ChatService,
    ChatRekeying,
    CheckedChats,
    ExchangesRepository,
    MessageDeletion,
    MessagesRepository,
    ModelPrices,
    NextKeys,
    RekeyRepository,
  ],
  exports: [AiChatClient, ChatErasure, ChatImport, ChatService, ModelPrices],
})
export class ChatModule {}
