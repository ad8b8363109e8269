import { Injectable } from '@nestjs/common';
import { AiModelsOutput, DomainError, type AiModelsOutput as Models } from '@mateship/contracts';
import { SkillCalls } from '../apps/skill-calls.js';

const FRESH_MS = 30_000;

/** The models that can answer right now, as the ai app knows them; remembered for half a minute. */
@Injectable()
export class ModelsService {
  private known: { models: Models['models']; at: number } | null = null;

  constructor(private readonly calls: SkillCalls) {}

  async list(userId: string, signal: AbortSignal): Promise<Models['models']> {
    if (this.known && Date.now() - this.known.at < FRESH_MS) return this.known.models;
    const parsed = AiModelsOutput.safeParse(await this.calls.json({ app: 'ai', skill: 'models', input: Buffer.from('{}'), userId, signal }));
    if (!parsed.success) throw new DomainError('SKILL_BAD_RESPONSE');
    this.known = { models: parsed.data.models, at: Date.now() };
    return parsed.data.models;
  }
}
