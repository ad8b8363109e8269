import path from 'node:path';
import { Module } from '@nestjs/common';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { KeysModule } from '../keys/keys.module.js';
import { BlobStore } from '../platform/blob-store.js';
import { FolderBlobStore } from '../platform/folder-blob-store.js';
import { FilesController } from './files.controller.js';
import { FilesRepository } from './files.repository.js';
import { FilesService } from './files.service.js';

@Module({
  imports: [KeysModule],
  controllers: [FilesController],
  providers: [
    FilesRepository,
    FilesService,
    {
      provide: BlobStore,
      inject: [CONFIG],
      useFactory: (config: GatewayConfig) => new FolderBlobStore(path.join(config.dataDir, 'blobs')),
    },
  ],
  exports: [FilesService],
})
export class FilesModule {}
