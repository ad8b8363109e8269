import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SendMessageRequest } from '@mateship/contracts';
import { AnswerAsking } from './answer-asking.js';
import { AnswerPreparation } from './answer-preparation.js';
import { AnswerBeginning } from './answer-beginning.js';
import { AnswerWriter } from './answer-writer.js';
import type { ChatRun } from './chat-run.js';
import { ChatRuns } from './chat-runs.js';

/** An answer that has begun: its messages are stored, its text is on the way. */
export interface StartedAnswer {
  run: ChatRun;
  userMessageId: string;
}

/**
 * Takes a message: checks, reserves, asks for its answer and stores it meanwhile. The answer is read only once the
 * message is stored, so a model's first words cover the time that keys and database take.
 */
@Injectable()
export class AnswersService {
  constructor(
    private readonly preparation: AnswerPreparation,
    private readonly asking: AnswerAsking,
    private readonly beginning: AnswerBeginning,
    private readonly runs: ChatRuns,
    private readonly writer: AnswerWriter,
  ) {}

  async start(ownerId: string, request: SendMessageRequest): Promise<StartedAnswer> {
    const room = this.runs.enter(ownerId, request.chatId ?? null);
    try {
      const prepared = await this.preparation.prepare(ownerId, request);
      const ids = { chat: prepared.chat?.id ?? randomUUID(), user: prepared.answered ?? randomUUID(), assistant: randomUUID() };
      const asked = this.asking.begin(prepared, ids.chat);
      const chat = await this.beginning.store(prepared, ids).catch(async (error: unknown) => {
        asked.giveUp();
        await this.preparation.abandon(prepared);
        throw error;
      });
      const run = this.runs.start(chat, ids.assistant, (started) => this.writer.write(started, asked, prepared, ids.user));
      return { run, userMessageId: ids.user };
    } finally {
      room.leave();
    }
  }
}
