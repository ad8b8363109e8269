import { Injectable } from '@nestjs/common';
import { ChatErasure } from '../../chat/erasure/chat-erasure.js';
import { FilesService } from '../../files/files.service.js';
import { VaultServiceClient } from '../../vault/vault-service.client.js';

/** What a person has: chats, files, and at the vault prompts and keys of envelopes. Of each, the key goes before the rows. */
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
    // The last, since it also takes keys of what came to be while the others went.
    await this.vault.erasePerson(userId);
  }
}
