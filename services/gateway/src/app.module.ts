import { Module, type DynamicModule } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { ZodValidationPipe } from 'nestjs-zod';
import { AccessModule } from './access/access.module.js';
import { AdminKeysModule } from './admin-keys/admin-keys.module.js';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import type { AppCatalogue } from './apps/app-catalogue.js';
import { AppsModule } from './apps/apps.module.js';
import type { AppLauncher } from './apps/runtime/app-launcher.js';
import { AuthModule } from './auth/auth.module.js';
import { ChatModule } from './chat/chat.module.js';
import { CompletionsModule } from './chat/completions/completions.module.js';
import type { GatewayConfig } from './config/config.js';
import { CreditsModule } from './credits/credits.module.js';
import { FilesModule } from './files/files.module.js';
import { InvitesModule } from './invites/invites.module.js';
import { KeysModule } from './keys/keys.module.js';
import { MatesModule } from './mates/mates.module.js';
import { ModelsModule } from './models/models.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { SharesModule } from './shares/shares.module.js';
import { AccountErasureModule } from './users/erasure/account-erasure.module.js';
import { UsersModule } from './users/users.module.js';
import { VaultModule } from './vault/vault.module.js';

/** The features of the gateway. Static routes come before the apps' `/v1/:app/:skill`. */
@Module({})
export class AppModule {
  static register(config: GatewayConfig, catalogue: AppCatalogue, launcher: AppLauncher): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.register(config),
        AccessModule,
        AuthModule,
        UsersModule,
        InvitesModule,
        ApiKeysModule,
        CreditsModule,
        KeysModule,
        AdminKeysModule,
        FilesModule,
        MatesModule,
        ChatModule,
        SharesModule,
        ModelsModule,
        CompletionsModule,
        VaultModule,
        AccountErasureModule,
        AppsModule.register(catalogue, launcher),
      ],
      providers: [{ provide: APP_PIPE, useClass: ZodValidationPipe }],
    };
  }
}
