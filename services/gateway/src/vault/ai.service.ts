import { Inject, Injectable } from '@nestjs/common';
import { AiRespondOutput, DomainError, MAX_PROMPT_TEXT, type RespondAnswer } from '@mateship/contracts';
import type { Caller } from '../apps/call-limit.js';
import { SkillCalls } from '../apps/skill-calls.js';
import { ModelPrices } from '../chat/model-prices.js';
import { CONFIG, type GatewayConfig } from '../config/config.js';
import { CreditsService, type Hold } from '../credits/credits.service.js';

const HOLD_MARGIN_SECONDS = 60;
/** The prompt is sealed, so the longest one is held for. */
const LONGEST = [{ role: 'user' as const, content: ' '.repeat(MAX_PROMPT_TEXT), attachments: [] }];

/** Has `ai` answer what is in an envelope: paid for as a message in a chat, and never read here. */
@Injectable()
export class AiService {
  constructor(
    private readonly calls: SkillCalls,
    private readonly credits: CreditsService,
    private readonly prices: ModelPrices,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'budget'>,
  ) {}

  async respond(userId: string, envelope: string, signal: Caller): Promise<RespondAnswer> {
    const { tokens, seconds } = this.config.budget;
    const hold = await this.credits.reserve(userId, this.prices.worstCase(null, LONGEST), 'skill ai/respond', seconds + HOLD_MARGIN_SECONDS);
    try {
      const input = Buffer.from(JSON.stringify({ envelope, budget: { calls: 0, tokens, milliseconds: seconds * 1000 } }));
      const output = AiRespondOutput.safeParse(await this.calls.json({ app: 'ai', skill: 'respond', input, userId, signal }));
      if (!output.success) throw new DomainError('SKILL_BAD_RESPONSE', { cause: output.error });
      await this.settle(userId, hold, output.data.usage);
      return { envelope: output.data.envelope };
    } catch (error) {
      await this.credits.release(hold);
      throw error;
    }
  }

  private async settle(userId: string, hold: Hold, { model, inputTokens, outputTokens }: AiRespondOutput['usage']): Promise<void> {
    const used = this.prices.used(model, inputTokens, outputTokens);
    const usage = { userId, app: 'ai', skill: 'respond', model, inputTokens, outputTokens };
    await this.credits.settle(hold, used, usage);
  }
}
