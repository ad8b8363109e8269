import { Inject, Injectable } from '@nestjs/common';
import type { AiChatEvent, AiChatInput } from '@mateship/contracts';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import type { AiAnswer } from './ai-answer.js';
import { AiChatClient } from './ai-chat.client.js';
import type { PreparedAnswer } from './answer-preparation.js';
import type { Take } from './take-chunks.js';

/** An answer that was asked for. Nothing of it is read, shown or kept before `read`. */
export interface AskedAnswer {
  read(take: Take<AiChatEvent>): Promise<void>;
  /** Stops it, whether it is being read or still on its way. */
  giveUp(): void;
}

/** Asks for an answer while the message is being stored; ai looks first at whether it may answer. */
@Injectable()
export class AnswerAsking {
  constructor(
    private readonly ai: AiChatClient,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'budget'>,
  ) {}

  begin(prepared: PreparedAnswer, chatId: string): AskedAnswer {
    const over = new AbortController();
    const opened = this.open(prepared, chatId, over.signal);
    opened.catch(() => undefined); // Whoever reads the answer meets the fault.
    return {
      read: async (take) => (await opened).read(take),
      giveUp: () => {
        over.abort();
        opened.then((answer) => answer.giveUp(), () => undefined);
      },
    };
  }

  private open(prepared: PreparedAnswer, chatId: string, signal: AbortSignal): Promise<AiAnswer> {
    const { ownerId, conversation } = prepared;
    const { calls, tokens, seconds } = this.config.budget;
    const input: AiChatInput = {
      model: prepared.mate.model,
      messages: conversation,
      skills: this.ai.skills(),
      budget: { calls, tokens, milliseconds: seconds * 1000 },
      screen: true,
    };
    return this.ai.open({ input, userId: ownerId, chatId, files: filesOf(prepared), signal });
  }
}

/** The files of a conversation, by their ids. */
export function filesOf({ conversation }: Pick<PreparedAnswer, 'conversation'>): string[] {
  return conversation.flatMap(({ attachments }) => attachments.map(({ id }) => id));
}
