import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SealedKey, VAULT_PATHS, type CreateKeyRequest, type KeyAnchor, type KeyBinding, type OpenKeyRequest } from '@mateship/contracts';
import { deriveMacKey, InternalClient } from '@mateship/service-kit';
import type { z } from 'zod';
import { CONFIG, type GatewayConfig } from '../config/config.js';

/** Calls the vault service. A vault that is away or slow becomes KMS_UNAVAILABLE within two seconds. */
@Injectable()
export class VaultClient implements OnApplicationShutdown {
  private readonly client: InternalClient;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    this.client = new InternalClient({
      target: config.vault.target,
      key: deriveMacKey(Buffer.from(config.vault.secret), 'gateway->vault'),
      audience: 'vault',
      timeoutMs: 2000,
      unavailable: 'KMS_UNAVAILABLE',
    });
  }

  createKey(request: CreateKeyRequest): Promise<SealedKey> {
    return this.client.json('POST', VAULT_PATHS.createKey, request, SealedKey);
  }

  openKey(request: OpenKeyRequest): Promise<SealedKey> {
    return this.client.json('POST', VAULT_PATHS.openKey, request, SealedKey);
  }

  async destroyKey(request: KeyBinding & { keyId: string }): Promise<void> {
    await this.client.json('POST', VAULT_PATHS.destroyKey, request);
  }

  async anchorKeys(anchors: readonly KeyAnchor[]): Promise<void> {
    await this.client.json('POST', VAULT_PATHS.anchorKeys, { anchors });
  }

  /** Asks the vault for anything else. */
  call<T>(path: string, request: unknown, answer?: z.ZodType<T>): Promise<T> {
    return this.client.json('POST', path, request, answer);
  }

  /** Asks the vault for something that changes nothing. */
  read<T>(path: string, answer: z.ZodType<T>): Promise<T> {
    return this.client.json('GET', path, undefined, answer);
  }

  async ping(): Promise<void> {
    await this.client.json('GET', '/health/ready');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
