import { setTimeout as sleep } from 'node:timers/promises';
import type { SendMessageInput } from '@mateship/client';
import type { Person } from './person.js';

/** A message that the server said it took. */
export interface Acknowledged {
  chatId: string;
  userMessageId: string;
  messageId: string;
  content: string;
  /** The words that were streamed so far. */
  streamed: string;
  /** How the server said that the answer ended; null when the connection broke before. */
  end: 'done' | 'error' | null;
}

const PAUSE_AFTER_FAILURE_MS = 100;

/** People who chat without a pause until they are told to stop, and note what the server acknowledged and refused. */
export class Chatters {
  readonly acknowledged: Acknowledged[] = [];
  /** Codes of refusals and of answers that failed. */
  readonly codes = new Set<string>();
  private readonly working: Promise<void>[] = [];
  private stopped = false;
  private count = 0;

  /** One more chatter; each message gets a number in place of `#`. */
  add(person: Person, input: SendMessageInput, { stream }: { stream: boolean }): void {
    this.working.push(this.chat(person, input, stream));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.working);
  }

  /** How many answers came to their end so far. */
  get done(): number {
    return this.acknowledged.filter(({ end }) => end === 'done').length;
  }

  private async chat(person: Person, input: SendMessageInput, stream: boolean): Promise<void> {
    while (!this.stopped) {
      const message = { ...input, content: input.content.replace('#', String((this.count += 1))) };
      try {
        await (stream ? this.stream(person, message) : this.send(person, message));
      } catch (error) {
        const { name, code } = error as { name?: string; code?: string };
        // What fetch throws for a connection that broke; no answer, no code.
        if (name !== 'TypeError') this.codes.add(code ?? String(error));
        await sleep(PAUSE_AFTER_FAILURE_MS);
      }
    }
  }

  private async send(person: Person, message: SendMessageInput): Promise<void> {
    const { chat, userMessageId, message: answer } = await person.client.chats.send(message);
    this.acknowledged.push({ chatId: chat.id, userMessageId, messageId: answer.id, content: message.content, streamed: answer.content, end: 'done' });
  }

  private async stream(person: Person, message: SendMessageInput): Promise<void> {
    let noted: Acknowledged | undefined;
    for await (const { event, data } of person.client.chats.stream(message)) {
      if (event === 'message') this.acknowledged.push((noted = { ...data, content: message.content, streamed: '', end: null }));
      if (event === 'delta' && noted) noted.streamed += data.text;
      if ((event === 'done' || event === 'error') && noted) noted.end = event;
      if (event === 'error') this.codes.add(data.code);
    }
  }
}
