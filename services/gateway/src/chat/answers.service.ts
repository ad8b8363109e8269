import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SendMessageRequest } from '@mateship/contracts';
import { AnswerPreparation } from './answer-preparation.js';
import { AnswerStore } from './answer-store.js';
import { AnswerWriter } from './answer-writer.js';
import type { ChatRun } from './chat-run.js';
import { ChatRuns } from './chat-runs.js';

/** An answer that has begun: its messages are stored, its text is on the way. */
export interface StartedAnswer {
  run: ChatRun;
  userMessageId: string;
}

/** Takes a message: checks, reserves, stores, and only then lets the answer be written. */
@Injectable()
export class AnswersService {
  constructor(
    private readonly preparation: AnswerPreparation,
    private readonly store: AnswerStore,
    private readonly runs: ChatRuns,
    private readonly writer: AnswerWriter,
  ) {}

  async start(ownerId: string, request: SendMessageRequest): Promise<StartedAnswer> {
    const room = this.runs.enter(ownerId, request.chatId ?? null);
    try {
      const prepared = await this.preparation.prepare(ownerId, request);
      const ids = { user: prepared.answered ?? randomUUID(), assistant: randomUUID() };
      const chat = await this.store.begin(prepared, ids).catch(async (error: unknown) => {
        await this.preparation.abandon(prepared);
        throw error;
      });
      const run = this.runs.start(chat, ids.assistant, (started) => this.writer.write(started, prepared, ids.user));
      return { run, userMessageId: ids.user };
    } finally {
      room.leave();
    }
  }
}
