import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../../api-keys/api-keys.module.js';
import { AuthModule } from '../../auth/auth.module.js';
import { ChatModule } from '../../chat/chat.module.js';
import { FilesModule } from '../../files/files.module.js';
import { VaultModule } from '../../vault/vault.module.js';
import { AccountBelongings } from './account-belongings.js';
import { AccountController } from './account.controller.js';
import { AccountErasure } from './account-erasure.js';
import { AccountErasureRepository } from './account-erasure.repository.js';
import { DeadCredentialsNotice } from './dead-credentials-notice.js';

@Module({
  imports: [ApiKeysModule, AuthModule, ChatModule, FilesModule, VaultModule],
  controllers: [AccountController],
  providers: [AccountBelongings, AccountErasure, AccountErasureRepository, DeadCredentialsNotice],
})
export class AccountErasureModule {}
