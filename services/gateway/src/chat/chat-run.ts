import { DomainError, type ChatEvent, type Message } from '@mateship/contracts';
import type { CacheStore } from '../platform/cache-store.js';
import type { ChatCipher } from './chat-cipher.js';
import type { StoredChat } from './chat.types.js';
import { EventLog } from './event-log.js';
import { EventReader, type Send } from './event-reader.js';

const MOST_BEHIND = 64;

/**
 * One answer while it is written and for five minutes after. Events wait sealed under the chat's key, so that a
 * reader can come, go and come back, also from another device.
 */
export class ChatRun {
  readonly cancellation = new AbortController();
  /** The finished message; never rejects: a failure is a message in state `failed`. */
  readonly finished: Promise<Message>;
  private finish!: (message: Message) => void;
  private readonly log: EventLog;
  private readonly readers = new Set<EventReader>();
  private ended = false;

  constructor(
    readonly chat: StoredChat,
    readonly messageId: string,
    cache: CacheStore,
    cipher: ChatCipher,
  ) {
    this.log = new EventLog(chat, messageId, cache, cipher);
    this.finished = new Promise((resolve) => (this.finish = resolve));
  }

  get bufferKey(): string {
    return this.log.key;
  }

  /** Hands an event to the readers and stores it; done when it is stored. */
  async emit(event: ChatEvent): Promise<void> {
    this.hand(event);
    await this.log.flush();
  }

  /** Like {@link emit}, but gives something to wait for only when the store falls behind or has failed. */
  pass(event: ChatEvent): Promise<void> | undefined {
    try {
      this.hand(event);
    } catch (error) {
      return Promise.reject(error as Error);
    }
    return this.log.behind > MOST_BEHIND ? this.log.flush() : undefined;
  }

  end(message: Message): void {
    this.ended = true;
    this.log.close();
    this.finish(message);
    for (const reader of this.readers) reader.end();
  }

  /** Sends every event after `afterId`: first those that wait, then those to come. Throws STREAM_EXPIRED when they are gone. */
  async read(afterId: number, signal: AbortSignal, send: Send): Promise<void> {
    const reader = new EventReader(send);
    this.readers.add(reader);
    try {
      const waiting = await this.log.after(afterId);
      if (!waiting) throw new DomainError('STREAM_EXPIRED');
      if (this.ended) reader.end();
      await reader.catchUp(waiting, afterId, signal);
    } finally {
      this.readers.delete(reader);
    }
  }

  private hand(event: ChatEvent): void {
    const sent = this.log.append(event);
    for (const reader of this.readers) reader.push(sent);
  }
}
