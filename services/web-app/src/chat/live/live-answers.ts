import { ApiError, type Client, type ReceivedChatEvent } from '@mateship/client';
import type { Chat, Message } from '@mateship/contracts';
import { applyEvent, blank, isLast } from './apply-event.js';
import { backoff, MAX_ATTEMPTS, waitForNetwork } from './backoff.js';
import type { ChatCache } from './chat-cache.js';
import { newExchange, type Draft } from './new-exchange.js';

/** How an answer's stream stands. `lost`: given up; the person can ask for it again. */
export type Connection = 'open' | 'reconnecting' | 'lost';

interface LiveAnswer {
  message: Message;
  lastEventId: string | undefined;
  connection: Connection;
  flush: ReturnType<typeof setTimeout> | null;
  stop: AbortController;
}

/** Text is shown in steps of this many milliseconds, so that fast models do not redraw the page for every word. */
const FLUSH_INTERVAL = 40;

type Chats = Pick<Client['chats'], 'stream' | 'resume' | 'cancel'>;

/** Follows every answer that is being written, whichever page is open, and reconnects when the line drops. */
export class LiveAnswers {
  private readonly live = new Map<string, LiveAnswer>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly chats: Chats,
    private readonly cache: ChatCache,
    private readonly wait = waitForNetwork,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  connection(messageId: string): Connection | null {
    return this.live.get(messageId)?.connection ?? null;
  }

  /** Sends a draft; gives the new message as soon as the server has it. Throws when the server refuses or cannot be reached. */
  async send(draft: Draft): Promise<Message> {
    const stop = new AbortController();
    const events = this.chats.stream(draft.request, { signal: stop.signal });
    for (;;) {
      const next = await events.next();
      if (next.done) throw new TypeError('The connection ended before the server took the message.');
      if (next.value.event !== 'message') continue;
      const { chat, messages, answer } = newExchange(draft, next.value.data);
      if (chat) this.cache.create(chat);
      this.cache.put(answer.chatId, messages);
      this.begin(answer, stop, next.value.id);
      void this.follow(answer.id, events);
      return answer;
    }
  }

  /** Takes up an answer that somebody else, or this page before a reload, has started. */
  resume(message: Message): void {
    const known = this.live.get(message.id);
    if (known && known.connection !== 'lost') return;
    const stop = new AbortController();
    this.begin(known?.message ?? blank(message), stop, known?.lastEventId);
    void this.follow(message.id, this.reopen(message.id));
  }

  async cancel(messageId: string): Promise<void> {
    try {
      await this.chats.cancel(messageId);
    } catch (error) {
      // Already at its end: the stream says so itself.
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
    }
  }

  /** What the server sent, with the messages that this page knows better. */
  reconcile(chat: Chat): Chat {
    return { ...chat, messages: chat.messages.map((message) => this.live.get(message.id)?.message ?? message) };
  }

  /** Lets go of every stream, for signing out. The answers go on without us. */
  stop(): void {
    for (const answer of this.live.values()) this.release(answer);
    this.live.clear();
  }

  private begin(message: Message, stop: AbortController, lastEventId?: string): void {
    this.live.set(message.id, { message, lastEventId, connection: 'open', flush: null, stop });
    this.notify();
  }

  private async follow(messageId: string, first: AsyncIterable<ReceivedChatEvent>): Promise<void> {
    let events = first;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const outcome = await this.read(messageId, events);
      if (outcome === 'ended') return;
      if (outcome === 'progress') attempt = 1;
      const answer = this.live.get(messageId);
      if (!answer) return;
      this.setConnection(answer, 'reconnecting');
      await this.wait(backoff(attempt), answer.stop.signal);
      events = this.reopen(messageId);
    }
    const answer = this.live.get(messageId);
    if (answer) this.setConnection(answer, 'lost');
  }

  /** Reads until the stream ends or breaks; says whether anything new came before it broke. */
  private async read(messageId: string, events: AsyncIterable<ReceivedChatEvent>): Promise<'ended' | 'progress' | 'nothing'> {
    let outcome: 'progress' | 'nothing' = 'nothing';
    try {
      for await (const event of events) {
        const answer = this.live.get(messageId);
        if (!answer) return 'ended';
        outcome = 'progress';
        this.take(answer, event);
        if (isLast(event)) return 'ended';
      }
    } catch (error) {
      if (error instanceof ApiError && error.status < 500 && error.status !== 429) return this.giveUp(messageId);
    }
    return outcome;
  }

  private take(answer: LiveAnswer, event: ReceivedChatEvent): void {
    answer.message = applyEvent(answer.message, event);
    answer.lastEventId = event.id || answer.lastEventId;
    if (answer.connection !== 'open') this.setConnection(answer, 'open');
    if (!isLast(event)) {
      answer.flush ??= setTimeout(() => this.show(answer), FLUSH_INTERVAL);
      return;
    }
    this.release(answer);
    this.live.delete(answer.message.id);
    this.cache.put(answer.message.chatId, [answer.message]);
    this.cache.settled();
    this.notify();
  }

  private show(answer: LiveAnswer): void {
    answer.flush = null;
    this.cache.put(answer.message.chatId, [answer.message]);
  }

  /** The stream is over for the server: what is stored is the truth. */
  private async giveUp(messageId: string): Promise<'ended'> {
    const answer = this.live.get(messageId);
    if (!answer) return 'ended';
    this.release(answer);
    this.live.delete(messageId);
    const stored = (await this.cache.reload(answer.message.chatId))?.messages.find((message) => message.id === messageId);
    // Still "streaming" there, but not to be had: nobody is writing it any more.
    if (stored?.state === 'streaming') this.cache.put(stored.chatId, [{ ...stored, state: 'interrupted' }]);
    this.cache.settled();
    this.notify();
    return 'ended';
  }

  private reopen(messageId: string): AsyncIterable<ReceivedChatEvent> {
    const answer = this.live.get(messageId);
    return this.chats.resume(messageId, { lastEventId: answer?.lastEventId, signal: answer?.stop.signal });
  }

  private release(answer: LiveAnswer): void {
    if (answer.flush) clearTimeout(answer.flush);
    answer.flush = null;
    answer.stop.abort();
  }

  private setConnection(answer: LiveAnswer, connection: Connection): void {
    if (answer.connection === connection) return;
    answer.connection = connection;
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
