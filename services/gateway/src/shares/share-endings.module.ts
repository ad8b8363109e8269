import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module.js';
import { ShareEndings } from './share-endings.js';
import { ShareEndingsRepository } from './share-endings.repository.js';
import { ShareLinks } from './share-links.js';
import { ShareSweep } from './share-sweep.js';

/** How links end: revoked, over, or together with their chat or account. */
@Module({ imports: [KeysModule], providers: [ShareEndings, ShareEndingsRepository, ShareLinks, ShareSweep], exports: [ShareEndings, ShareLinks] })
export class ShareEndingsModule {}
