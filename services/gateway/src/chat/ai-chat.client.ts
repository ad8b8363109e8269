import { Injectable } from '@nestjs/common';
import { AI_CHAT_EVENTS, DomainError, isErrorCode, type AiChatEvent, type AiChatInput } from '@mateship/contracts';
import { AppCatalogue } from '../apps/app-catalogue.js';
import { errorOf } from '../apps/app-errors.js';
import { SkillCalls, type SkillAnswer } from '../apps/skill-calls.js';
import { readServerSentEvents } from './server-sent-events.js';

export interface AiChatCall {
  input: AiChatInput;
  userId: string;
  chatId: string | null;
  files: Iterable<string>;
  signal: AbortSignal;
}

/** Calls the skill ai/chat and gives its events, each checked against the contract. */
@Injectable()
export class AiChatClient {
  constructor(
    private readonly calls: SkillCalls,
    private readonly catalogue: AppCatalogue,
  ) {}

  /** The skills that an answer may use: every skill of every other app that is meant as a tool. */
  skills(): AiChatInput['skills'] {
    return this.catalogue
      .all()
      .filter(({ manifest }) => manifest.id !== 'ai')
      .flatMap(({ manifest }) =>
        manifest.skills
          .filter((skill) => skill.tool && !skill.streaming)
          .map((skill) => ({
            app: manifest.id,
            skill: skill.id,
            title: skill.title,
            description: skill.description,
            input: skill.input,
            destructive: skill.hints.destructive,
            examples: skill.examples,
          })),
      );
  }

  async *stream(call: AiChatCall): AsyncGenerator<AiChatEvent> {
    const answer = await this.calls.open({
      app: 'ai',
      skill: 'chat',
      input: Buffer.from(JSON.stringify(call.input)),
      userId: call.userId,
      chatId: call.chatId,
      files: call.files,
      skills: new Set(call.input.skills.map(({ app, skill }) => `${app}/${skill}`)),
      signal: call.signal,
    });
    try {
      if (answer.status !== 200) throw await readFailure(answer);
      let last = '';
      for await (const { event, data } of readServerSentEvents(answer.body)) {
        const parsed = parseEvent(event, data);
        if (!parsed) continue;
        if (parsed.event === 'error') throw failure(parsed.data);
        last = parsed.event;
        yield parsed;
      }
      if (last !== 'finish') throw new DomainError('SKILL_BAD_RESPONSE', { message: 'The answer broke off. Try again.' });
    } finally {
      answer.done();
    }
  }
}

function parseEvent(name: string, data: string): AiChatEvent | null {
  if (!Object.hasOwn(AI_CHAT_EVENTS, name)) return null;
  const event = name as keyof typeof AI_CHAT_EVENTS;
  const parsed = AI_CHAT_EVENTS[event].safeParse(safeJson(data));
  if (!parsed.success) throw new DomainError('SKILL_BAD_RESPONSE');
  return { event, data: parsed.data } as AiChatEvent;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failure(error: { code: string; message: string }): DomainError {
  return isErrorCode(error.code) ? new DomainError(error.code, { message: error.message }) : new DomainError('MODEL_FAILED');
}

async function readFailure(answer: SkillAnswer): Promise<DomainError> {
  let text = '';
  for await (const chunk of answer.body) text = (text + String(chunk)).slice(0, 64_000);
  return errorOf(safeJson(text));
}
