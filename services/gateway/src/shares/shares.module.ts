import { Module } from '@nestjs/common';
import { ChatModule } from '../chat/chat.module.js';
import { KeysModule } from '../keys/keys.module.js';
import { AdminSharesController } from './admin-shares.controller.js';
import { ShareCopiesService } from './share-copies.service.js';
import { ShareEndingsModule } from './share-endings.module.js';
import { ShareReadersRepository } from './share-readers.repository.js';
import { ShareReading } from './share-reading.js';
import { ShareReadingController } from './share-reading.controller.js';
import { SharesController } from './shares.controller.js';
import { SharesRepository } from './shares.repository.js';
import { SharesService } from './shares.service.js';

/** Links to snapshots of chats. */
@Module({
  imports: [ChatModule, KeysModule, ShareEndingsModule],
  controllers: [SharesController, ShareReadingController, AdminSharesController],
  providers: [ShareCopiesService, ShareReadersRepository, ShareReading, SharesRepository, SharesService],
})
export class SharesModule {}
