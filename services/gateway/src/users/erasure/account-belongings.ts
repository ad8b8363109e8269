import { Injectable } from '@nestjs/common';
import { ChatErasure } from '../../chat/erasure/chat-erasure.js';
import { FilesService } from '../../files/files.service.js';
import { VaultServiceClient } from '../../vault/vault-service.client.js';

const AT_ONCE = 100;

/** What a person has: chats, files and prompts. Of each, the key goes before the rows. */
@Injectable()
export class AccountBelongings {
  constructor(
    private readonly chats: ChatErasure,
    private readonly files: FilesService,
    private readonly vault: VaultServiceClient,
  ) {}

  /** Erases all of it. May be repeated. @throws what keeps something from being erased */
  async erase(userId: string): Promise<void> {
    await this.chats.eraseAllOf(userId);
    await this.files.deleteAllOf(userId);
    for (let page = await this.prompts(userId); page.items.length > 0; page = await this.prompts(userId)) {
      for (const { id } of page.items) await this.vault.deletePrompt(userId, id);
    }
  }

  private prompts(userId: string) {
    return this.vault.listPrompts(userId, { limit: AT_ONCE });
  }
}
