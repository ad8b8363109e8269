import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { JsonLogger } from '@mateship/service-kit';
import { ShareEndingsRepository } from './share-endings.repository.js';
import { ShareLinks } from './share-links.js';
import type { ShareKey } from './shares.types.js';

/** Ends links. It knows nothing of chats, so that a chat that is deleted can end its own. */
@Injectable()
export class ShareEndings {
  constructor(
    private readonly endings: ShareEndingsRepository,
    private readonly links: ShareLinks,
    private readonly logger: JsonLogger,
  ) {}

  /** A link of this owner; with null, as an admin may, of anybody. Once more is no harm. */
  async revoke(id: string, ownerId: string | null): Promise<void> {
    const keys = await this.endings.revoke(id, ownerId);
    if (!keys) throw new DomainError('NOT_FOUND');
    await this.destroyKeys(keys);
  }

  /** Before a chat is deleted: its links are dead at once, their keys go here, the rows go with the chat. @throws what keeps a key from being destroyed */
  async endAllOf(ownerId: string, chatId: string): Promise<void> {
    for (const { id, key } of await this.endings.revokeAllOf(ownerId, chatId)) await this.links.destroyKey(ownerId, id, key);
  }

  /** What expired or was opened as often as allowed loses what it holds. */
  async sweep(): Promise<void> {
    await this.destroyKeys(await this.endings.emptyEnded());
    await this.endings.forgetOld();
  }

  // The link is dead already; a vault that is away only delays this, and the next sweep tries again.
  private async destroyKeys(keys: ShareKey[]): Promise<void> {
    for (const { id, ownerId, key } of keys) {
      try {
        await this.links.destroyKey(ownerId, id, key);
        await this.endings.keyIsGone(id);
      } catch (cause) {
        this.logger.warn('the key of an ended link could not be destroyed yet', { cause, share: id });
      }
    }
  }
}
