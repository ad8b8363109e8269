import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { z } from 'zod';
import { SkillCalls } from '../apps/skill-calls.js';
import { Preprocessor, type Preprocessed } from './preprocessor.js';

const Output = z.object({
  legality: z.object({ allowed: z.boolean(), reason: z.string().nullable() }),
  topic: z.string(),
  difficulty: z.enum(['easy', 'medium', 'hard']),
});

/** {@link Preprocessor} by the skill ai/preprocess. */
@Injectable()
export class AiPreprocessor extends Preprocessor {
  constructor(private readonly calls: SkillCalls) {
    super();
  }

  async look(text: string, userId: string, signal: AbortSignal): Promise<Preprocessed> {
    const input = Buffer.from(JSON.stringify({ text }));
    const parsed = Output.safeParse(await this.calls.json({ app: 'ai', skill: 'preprocess', input, userId, signal }));
    if (!parsed.success) throw new DomainError('SKILL_BAD_RESPONSE');
    return parsed.data;
  }
}
