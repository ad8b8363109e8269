import { Injectable } from '@nestjs/common';
import type { AiChatInput, DomainError } from '@mateship/contracts';
import { AppCatalogue } from '../apps/app-catalogue.js';
import { errorOf } from '../apps/app-errors.js';
import type { Caller } from '../apps/call-limit.js';
import { SkillCalls, type SkillAnswer } from '../apps/skill-calls.js';
import { AiAnswer, safeJson } from './ai-answer.js';

export interface AiChatCall {
  input: AiChatInput;
  userId: string;
  chatId: string | null;
  files: Iterable<string>;
  signal: Caller;
}

/** Calls the skill ai/chat. */
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

  /** Asks, and gives the answer once it has begun. */
  async open(call: AiChatCall): Promise<AiAnswer> {
    const answer = await this.calls.open({
      app: 'ai',
      skill: 'chat',
      input: Buffer.from(JSON.stringify(call.input)),
      userId: call.userId,
      chatId: call.chatId,
      files: call.files,
      // The app knows of destructive skills, so that it can say that they need approval; nobody can give that yet.
      skills: new Set(call.input.skills.filter(({ destructive }) => !destructive).map(({ app, skill }) => `${app}/${skill}`)),
      signal: call.signal,
    });
    if (answer.status === 200) return new AiAnswer(answer);
    try {
      throw await readFailure(answer);
    } finally {
      answer.done();
    }
  }
}

async function readFailure(answer: SkillAnswer): Promise<DomainError> {
  let text = '';
  for await (const chunk of answer.body) text = (text + String(chunk)).slice(0, 64_000);
  return errorOf(safeJson(text));
}
