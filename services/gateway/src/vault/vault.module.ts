import { Module } from '@nestjs/common';
import { ChatModule } from '../chat/chat.module.js';
import { CreditsModule } from '../credits/credits.module.js';
import { KeysModule } from '../keys/keys.module.js';
import { AdminVaultController } from './admin-vault.controller.js';
import { AiController } from './ai.controller.js';
import { AiService } from './ai.service.js';
import { AppEnvelopesController } from './app-envelopes.controller.js';
import { EnvelopesController } from './envelopes.controller.js';
import { KnownParties } from './known-parties.js';
import { PromptsController } from './prompts.controller.js';
import { VaultKeysController } from './vault-keys.controller.js';
import { VaultServiceClient } from './vault-service.client.js';

@Module({
  imports: [ChatModule, CreditsModule, KeysModule],
  controllers: [PromptsController, EnvelopesController, VaultKeysController, AdminVaultController, AiController, AppEnvelopesController],
  providers: [VaultServiceClient, KnownParties, AiService],
  exports: [VaultServiceClient],
})
export class VaultModule {}
