import { AI_CHAT_EVENTS, DomainError, isErrorCode, type AiChatEvent } from '@mateship/contracts';
import type { SkillAnswer } from '../apps/skill-calls.js';
import { ServerSentEventParser, type ServerSentEvent } from './server-sent-events.js';
import { takeChunks, type Take } from './take-chunks.js';

/** An answer of ai/chat that has begun. It waits until somebody reads it; `give up` is for when nobody will. */
export class AiAnswer {
  constructor(private readonly answer: SkillAnswer) {}

  /** Hands on each event, checked against the contract, until the answer has ended. */
  async read(take: Take<AiChatEvent>): Promise<void> {
    const parser = new ServerSentEventParser();
    let last = '';
    try {
      await takeChunks(this.answer.body, (chunk) => parser.push(chunk), (event) => {
        const parsed = parseEvent(event);
        if (!parsed) return undefined;
        if (parsed.event === 'error') throw failure(parsed.data);
        last = parsed.event;
        return take(parsed);
      });
      if (last !== 'finish') throw new DomainError('SKILL_BAD_RESPONSE', { message: 'The answer broke off. Try again.' });
    } finally {
      this.answer.done();
    }
  }

  giveUp(): void {
    this.answer.body.on('error', () => undefined).destroy();
    this.answer.done();
  }
}

function parseEvent({ event: name, data }: ServerSentEvent): AiChatEvent | null {
  if (!Object.hasOwn(AI_CHAT_EVENTS, name)) return null;
  const event = name as keyof typeof AI_CHAT_EVENTS;
  const parsed = AI_CHAT_EVENTS[event].safeParse(safeJson(data));
  if (!parsed.success) throw new DomainError('SKILL_BAD_RESPONSE');
  return { event, data: parsed.data } as AiChatEvent;
}

/** What was said in JSON; nothing when it is none. */
export function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failure(error: { code: string; message: string }): DomainError {
  return isErrorCode(error.code) ? new DomainError(error.code, { message: error.message }) : new DomainError('MODEL_FAILED');
}
