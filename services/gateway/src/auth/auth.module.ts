import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { InvitesModule } from '../invites/invites.module.js';
import { MailModule } from '../mail/mail.module.js';
import { UsersModule } from '../users/users.module.js';
import { EmailCodesRepository } from './email-codes.repository.js';
import { EmailCodesService } from './email-codes.service.js';
import { LoginService } from './login.service.js';
import { PasswordHasher } from './password-hasher.js';
import { SessionAuthenticator } from './session.authenticator.js';
import { SessionController } from './session.controller.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { SigningKeys } from './signing-keys.js';
import { SignupController } from './signup.controller.js';
import { SignupService } from './signup.service.js';
import { TokenVerifier } from './token.verifier.js';

/** Sign-up, sign-in and sessions. Expects CONFIG, a DataSource and an OpeningBalance from global modules. */
@Module({
  imports: [UsersModule, InvitesModule, MailModule],
  controllers: [SignupController, SessionController],
  providers: [
    {
      provide: SigningKeys,
      inject: [CONFIG],
      useFactory: (config: Pick<GatewayConfig, 'dataDir'>) => SigningKeys.open(join(config.dataDir, 'keys', 'gateway-signing.json')),
    },
    EmailCodesRepository,
    EmailCodesService,
    LoginService,
    PasswordHasher,
    SessionAuthenticator,
    SessionsRepository,
    SessionsService,
    SignupService,
    TokenVerifier,
  ],
  exports: [PasswordHasher, SessionAuthenticator],
})
export class AuthModule {}
