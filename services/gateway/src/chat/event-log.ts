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
const GATHER_MS = 1_000;

/**
 * The events of one answer while it is written and for five minutes after the last: sealed in small batches under a key
 * that is derived from the chat's for this stream alone. Numbers count from 1.
 */
export class EventLog {
  private sealer: RecordSealer | null = null;
  private head: Buffer | null = null;
  /** The number of the first event in each batch that is stored. */
  private readonly batches: number[] = [];
  private stored = 0;
  /** Events that are not stored yet, in their order. */
  private waiting: string[] = [];
  private tail: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private fault: unknown;

  constructor(
    private readonly chat: StoredChat,
    private readonly messageId: string,
    private readonly cache: CacheStore,
    private readonly cipher: ChatCipher,
  ) {}

  get key(): string {
    return `stream:${this.messageId}`;
  }

  /** How many events are on their way into the store. */
  get behind(): number {
    return this.waiting.length;
  }

  /** Numbers an event; it is stored a moment later, or by {@link flush}. Throws once one could not be stored: a stream has no holes. */
  append(event: ChatEvent): SentEvent {
    if (this.fault !== undefined) throw this.fault;
    const id = this.stored + this.waiting.length + 1;
    const text = formatServerSentEvent(id, event.event, event.data);
    this.waiting.push(text);
    this.timer ??= setTimeout(() => void this.flush().catch(() => undefined), GATHER_MS).unref();
    return { id, text };
  }

  /** Stores what waits. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.tail = this.tail.then(() => this.store());
    return this.tail;
  }

  /** Every event after `afterId`; null when they have died. */
  async after(afterId: number): Promise<SentEvent[] | null> {
    const waiting = this.waiting.map((text, index) => ({ id: this.stored + index + 1, text }));
    const stored = await this.storedAfter(afterId);
    const last = stored?.at(-1)?.id ?? afterId;
    return stored && [...stored, ...waiting.filter(({ id }) => id > last)];
  }

  /** Forgets the key of the stream; what waits is opened under the chat's key. */
  close(): void {
    this.sealer = null;
  }

  private async storedAfter(afterId: number): Promise<SentEvent[] | null> {
    const from = this.batches.findLastIndex((first) => first <= afterId + 1);
    if (afterId >= this.stored) return [];
    const sealed = await this.cache.range(this.key, from);
    if (!sealed || !this.head) return null;
    const batches = await this.cipher.openEvents(this.chat, this.messageId, { head: this.head, from, sealed });
    const texts = batches.flatMap((batch) => JSON.parse(batch) as string[]);
    return texts.map((text, index) => ({ id: this.batches[from]! + index, text })).filter(({ id }) => id > afterId);
  }

  private async store(): Promise<void> {
    if (this.fault !== undefined) throw this.fault;
    const batch = this.waiting.slice();
    if (batch.length === 0) return;
    try {
      const sealer = this.sealer ?? (await this.open());
      await this.cache.append(this.key, sealer.seal(Buffer.from(JSON.stringify(batch))), KEEP_MS);
    } catch (error) {
      this.fault = error;
      this.waiting = [];
      throw error;
    }
    this.batches.push(this.stored + 1);
    this.stored += batch.length;
    this.waiting.splice(0, batch.length);
  }

  private async open(): Promise<RecordSealer> {
    this.sealer = await this.cipher.eventSealer(this.chat, this.messageId);
    this.head = this.sealer.head;
    return this.sealer;
  }
}
