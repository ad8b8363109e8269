import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { CacheStore } from '../platform/cache-store.js';
import { ChatCipher } from './chat-cipher.js';
import { ChatRun } from './chat-run.js';
import type { StoredChat } from './chat.types.js';

const STREAMS_PER_USER = 100;
const KEEP_MS = 5 * 60_000;

/** The answers being written in this process, and the finished ones that may still be resumed. */
@Injectable()
export class ChatRuns {
  private readonly byMessage = new Map<string, ChatRun>();
  private readonly active = new Set<ChatRun>();
  private readonly entering = new Set<{ ownerId: string; chatId: string | null }>();

  constructor(
    private readonly cache: CacheStore,
    private readonly cipher: ChatCipher,
  ) {}

  /** Takes a place while an answer is prepared. Throws CHAT_BUSY or STREAM_LIMIT when no further answer may start. */
  enter(ownerId: string, chatId: string | null): { leave(): void } {
    const taken = [...this.active].map((run) => ({ ownerId: run.chat.ownerId, chatId: run.chat.id as string | null })).concat([...this.entering]);
    if (chatId !== null && taken.some((place) => place.chatId === chatId)) throw new DomainError('CHAT_BUSY');
    if (taken.filter((place) => place.ownerId === ownerId).length >= STREAMS_PER_USER) throw new DomainError('STREAM_LIMIT', { retryAfter: 5 });
    const place = { ownerId, chatId };
    this.entering.add(place);
    return { leave: () => void this.entering.delete(place) };
  }

  start(chat: StoredChat, messageId: string, work: (run: ChatRun) => Promise<void>): ChatRun {
    const run = new ChatRun(chat, messageId, this.cache, this.cipher);
    this.byMessage.set(messageId, run);
    this.active.add(run);
    void work(run).finally(() => {
      this.active.delete(run);
      setTimeout(() => this.forget(run), KEEP_MS).unref();
    });
    return run;
  }

  /** The run of a message that belongs to this user; foreign and absent look the same. */
  find(ownerId: string, messageId: string): ChatRun | null {
    const run = this.byMessage.get(messageId);
    return run?.chat.ownerId === ownerId ? run : null;
  }

  activeMessageIds(): string[] {
    return [...this.active].map((run) => run.messageId);
  }

  /** Cancels what runs in a chat of this owner and waits until it has ended. */
  async cancelIn(ownerId: string, chatId: string): Promise<void> {
    const running = [...this.active].filter((run) => run.chat.id === chatId && run.chat.ownerId === ownerId);
    for (const run of running) run.cancellation.abort();
    await Promise.all(running.map((run) => run.finished));
  }

  /** Resolves when nothing waits under an old key of a chat any more: answers in progress have ended, and what could be resumed is forgotten. */
  async leaveKey(chatId: string, keyId: string): Promise<void> {
    const runs = [...this.byMessage.values()].filter((run) => run.chat.id === chatId && run.chat.key.keyId === keyId);
    await Promise.all(runs.map((run) => run.finished));
    for (const run of runs) this.forget(run);
  }

  /** Lets answers in progress end, up to a limit; the rest is cancelled. */
  async drain(graceMs: number): Promise<void> {
    const all = Promise.all([...this.active].map((run) => run.finished));
    const timer = setTimeout(() => this.active.forEach((run) => run.cancellation.abort()), graceMs);
    await all;
    clearTimeout(timer);
  }

  private forget(run: ChatRun): void {
    this.byMessage.delete(run.messageId);
    void this.cache.delete(run.bufferKey);
  }
}
