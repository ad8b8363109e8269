import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module.js';
import { AdminKeysController } from './admin-keys.controller.js';

@Module({ imports: [KeysModule], controllers: [AdminKeysController] })
export class AdminKeysModule {}
