import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module.js';
import { MatesController } from './mates.controller.js';
import { MatesRepository } from './mates.repository.js';
import { MatesService } from './mates.service.js';

@Module({ imports: [KeysModule], controllers: [MatesController], providers: [MatesRepository, MatesService], exports: [MatesService] })
export class MatesModule {}
