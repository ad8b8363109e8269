import type { ChatEvent } from '@mateship/contracts';
import type { RecordSealer } from '@mateship/crypto';
import type { CacheStore } from '../platform/cache-store.js';
import type { ChatCipher } from './chat-cipher.js';
import type { StoredChat } from './chat.types.js';
import { formatServerSentEvent } from './server-sent-events.js';

/** An event as it goes over the wire, with its place in the stream. */
export interface SentEvent {
  id: number;
  text: string;
}

const KEEP_MS = 5 * 60_000;

/**
 * The events of one answer while it is written and for five minutes after the last: sealed one by one under a key that
 * is derived from the chat's for this stream alone. Numbers count from 1.
 */
export class EventLog {
  private sealer: RecordSealer | null = null;
  private head: Buffer | null = null;
  private count = 0;
  private stored = 0;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly chat: StoredChat,
    private readonly messageId: string,
    private readonly cache: CacheStore,
    private readonly cipher: ChatCipher,
  ) {}

  get key(): string {
    return `stream:${this.messageId}`;
  }

  /** Whether any event was ever stored. */
  get begun(): boolean {
    return this.stored > 0;
  }

  /** How many events are on their way into the store. */
  get behind(): number {
    return this.count - this.stored;
  }

  /** Numbers an event and stores it after those before it. One that fails takes all later ones with it: a stream has no holes. */
  append(event: ChatEvent): Promise<SentEvent> {
    const id = ++this.count;
    const text = formatServerSentEvent(id, event.event, event.data);
    const appended = this.tail.then(() => this.store(id, text));
    this.tail = appended;
    return appended;
  }

  /** What is stored after `afterId`; null when it has died. */
  async after(afterId: number): Promise<SentEvent[] | null> {
    const sealed = await this.cache.range(this.key, afterId);
    if (!sealed || !this.head) return null;
    const texts = await this.cipher.openEvents(this.chat, this.messageId, { head: this.head, from: afterId, sealed });
    return texts.map((text, index) => ({ id: afterId + index + 1, text }));
  }

  /** Forgets the key of the stream; what waits is opened under the chat's key. */
  close(): void {
    this.sealer = null;
  }

  private async store(id: number, text: string): Promise<SentEvent> {
    const sealer = this.sealer ?? (await this.open());
    await this.cache.append(this.key, sealer.seal(Buffer.from(text)), KEEP_MS);
    this.stored = id;
    return { id, text };
  }

  private async open(): Promise<RecordSealer> {
    this.sealer = await this.cipher.eventSealer(this.chat, this.messageId);
    this.head = this.sealer.head;
    return this.sealer;
  }
}
