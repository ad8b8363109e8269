import { EventEmitter, on } from 'node:events';
import { DomainError, type ChatEvent, type Message } from '@mateship/contracts';
import type { ChatCipher } from './chat-cipher.js';
import type { StoredChat } from './chat.types.js';
import type { CacheStore } from '../platform/cache-store.js';

/** A chat event with its place in the stream. */
export interface NumberedEvent {
  id: number;
  event: ChatEvent;
}

const KEEP_MS = 5 * 60_000;

/**
 * One answer while it is written and for five minutes after. Events wait sealed under the chat's key, so that a
 * reader can come, go and come back, also from another device.
 */
export class ChatRun {
  readonly cancellation = new AbortController();
  /** The finished message; never rejects: a failure is a message in state `failed`. */
  readonly finished: Promise<Message>;
  private finish!: (message: Message) => void;
  private readonly live = new EventEmitter();
  private count = 0;
  private stored = 0;
  private ended = false;

  constructor(
    readonly chat: StoredChat,
    readonly messageId: string,
    private readonly cache: CacheStore,
    private readonly cipher: ChatCipher,
  ) {
    this.live.setMaxListeners(100);
    this.finished = new Promise((resolve) => (this.finish = resolve));
  }

  get bufferKey(): string {
    return `stream:${this.messageId}`;
  }

  async emit(event: ChatEvent): Promise<void> {
    const id = ++this.count;
    await this.cache.append(this.bufferKey, await this.cipher.sealEvent(this.chat, this.messageId, id, event), KEEP_MS);
    this.stored = id;
    this.live.emit('event', { id, event } satisfies NumberedEvent);
  }

  end(message: Message): void {
    this.ended = true;
    this.finish(message);
    this.live.emit('end');
  }

  /** Every event after `afterId`: first those that wait, then those to come. Throws STREAM_EXPIRED when they are gone. */
  async *read(afterId: number, signal: AbortSignal): AsyncGenerator<NumberedEvent> {
    const coming = on(this.live, 'event', { signal, close: ['end'] }) as AsyncIterableIterator<[NumberedEvent]>;
    try {
      const endedBefore = this.ended;
      const storedBefore = this.stored;
      const waiting = await this.cache.range(this.bufferKey, afterId);
      if (!waiting && (endedBefore || storedBefore > 0)) throw new DomainError('STREAM_EXPIRED');
      let last = afterId;
      for (const sealed of waiting ?? []) {
        last += 1;
        yield { id: last, event: await this.cipher.openEvent(this.chat, this.messageId, last, sealed) };
      }
      if (endedBefore) return;
      for await (const [next] of coming) {
        if (next.id > last) yield next;
      }
    } finally {
      await coming.return?.();
    }
  }
}
