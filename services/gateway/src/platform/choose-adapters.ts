import path from 'node:path';
import type { Provider } from '@nestjs/common';
import { deriveMacKey, HealthRegistry } from '@mateship/service-kit';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { BlobStore } from './blob-store.js';
import { CacheStore } from './cache-store.js';
import { FolderBlobStore } from './folder-blob-store.js';
import { InProcessCacheStore } from './in-process-cache-store.js';
import { RedisCacheStore } from './redis-cache-store.js';
import { RedisLink } from './redis-link.js';
import { openS3BlobStore } from './s3-blob-store.js';

/** The way to Redis; null where none is configured. */
export const REDIS: Provider = { provide: RedisLink, inject: [CONFIG, HealthRegistry], useFactory: linkToRedis };

/** The ports of the platform with the adapters that the configuration asks for. */
export const ADAPTERS: Provider[] = [
  REDIS,
  {
    provide: CacheStore,
    inject: [{ token: RedisLink, optional: true }],
    useFactory: (redis: RedisLink | null): CacheStore => (redis ? new RedisCacheStore(redis) : new InProcessCacheStore()),
  },
  { provide: BlobStore, inject: [CONFIG, HealthRegistry], useFactory: chooseBlobStore },
];

async function linkToRedis({ redisUrl, vault }: GatewayConfig, health: HealthRegistry): Promise<RedisLink | null> {
  if (redisUrl === undefined) return null;
  // Gateways that share a vault share their Redis, and so must name things alike.
  const redis = new RedisLink(redisUrl, deriveMacKey(Buffer.from(vault.secret), 'gateway->redis'));
  health.register('redis', { needed: false, check: () => redis.check() });
  await redis.start();
  return redis;
}

async function chooseBlobStore({ blobs, dataDir }: GatewayConfig, health: HealthRegistry): Promise<BlobStore> {
  if (blobs.kind === 'folder') return new FolderBlobStore(blobs.folder ?? path.join(dataDir, 'blobs'));
  const store = await openS3BlobStore(blobs);
  health.register('blobs', { needed: false, check: () => store.check() });
  return store;
}
