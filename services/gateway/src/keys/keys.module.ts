import { Module, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '@mateship/service-kit';
import { DataKeys } from './data-keys.js';
import { KeyAnchors } from './key-anchors.js';
import { UnopenedContents } from './unopened-contents.js';
import { UnstoredKeys } from './unstored-keys/unstored-keys.js';
import { UnstoredKeysRepository } from './unstored-keys/unstored-keys.repository.js';
import { VaultClient } from './vault.client.js';

@Module({
  providers: [VaultClient, KeyAnchors, UnopenedContents, DataKeys, UnstoredKeys, UnstoredKeysRepository],
  exports: [DataKeys, KeyAnchors, UnopenedContents, UnstoredKeys, UnstoredKeysRepository, VaultClient],
})
export class KeysModule implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly vault: VaultClient,
  ) {}

  onModuleInit(): void {
    this.health.register('vault', { needed: true, check: () => this.vault.ping() });
  }
}
