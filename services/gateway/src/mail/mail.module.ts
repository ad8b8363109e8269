import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { FolderMailer } from './folder.mailer.js';
import { Mailer } from './mailer.js';

@Module({
  providers: [
    { provide: Mailer, inject: [CONFIG], useFactory: (config: Pick<GatewayConfig, 'dataDir'>) => new FolderMailer(join(config.dataDir, 'mail')) },
  ],
  exports: [Mailer],
})
export class MailModule {}
