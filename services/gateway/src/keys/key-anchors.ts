import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { KeyAnchor } from '@mateship/contracts';
import { JsonLogger } from '@mateship/service-kit';
import { LRUCache } from 'lru-cache';
import { VaultClient } from './vault.client.js';

const FLUSH_MS = 1000;
const AT_ONCE = 500;
const MAX_KNOWN = 10_000;
const MAX_WAITING = 10_000;

/**
 * How far what is sealed under each key has come. It is told to the vault, whose database is another one, so that
 * content which was set back together with everything beside it is noticed. Told in batches, after the fact: an
 * anchor is never ahead of what is stored.
 */
@Injectable()
export class KeyAnchors implements BeforeApplicationShutdown {
  private readonly known = new LRUCache<string, number>({ max: MAX_KNOWN });
  private readonly waiting = new Map<string, KeyAnchor>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;

  constructor(
    private readonly vault: VaultClient,
    private readonly logger: JsonLogger,
  ) {}

  /** The newest anchor that this process knows; what the vault knows comes with the key. */
  of(keyId: string): number {
    return Math.max(this.known.get(keyId) ?? 0, this.waiting.get(keyId)?.anchor ?? 0);
  }

  learn(keyId: string, anchor: number): void {
    this.known.set(keyId, Math.max(this.of(keyId), anchor));
  }

  /** Call it only for what is committed. Beyond 10,000 keys that wait, the vault hears of the next change of a key instead. */
  raise(anchor: KeyAnchor): void {
    this.learn(anchor.keyId, anchor.anchor);
    if (this.waiting.size >= MAX_WAITING && !this.waiting.has(anchor.keyId)) return;
    this.waiting.set(anchor.keyId, { ...anchor, anchor: this.of(anchor.keyId) });
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  forget(keyId: string): void {
    this.known.delete(keyId);
    this.waiting.delete(keyId);
  }

  /** Tells the vault what waits. What it did not take waits for the next time. */
  async flush(): Promise<void> {
    this.flushing ??= this.send().finally(() => (this.flushing = undefined));
    await this.flushing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
    clearTimeout(this.timer);
  }

  private async send(): Promise<void> {
    this.timer = undefined;
    try {
      while (this.waiting.size > 0) {
        const batch = [...this.waiting.values()].slice(0, AT_ONCE);
        await this.vault.anchorKeys(batch);
        for (const sent of batch) if (this.waiting.get(sent.keyId) === sent) this.waiting.delete(sent.keyId);
      }
    } catch (cause) {
      this.logger.warn('the vault could not be told how far chats have come', { waiting: this.waiting.size, cause });
      this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
    }
  }
}
