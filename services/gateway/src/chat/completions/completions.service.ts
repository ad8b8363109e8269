import { Inject, Injectable } from '@nestjs/common';
import type { AiChatEvent, AiChatInput } from '@mateship/contracts';
import type { Caller } from '../../apps/call-limit.js';
import { CONFIG, type GatewayConfig } from '../../config/config.js';
import { CreditsService, type Hold } from '../../credits/credits.service.js';
import { AiChatClient } from '../ai-chat.client.js';
import { AnswerDraft } from '../answer-draft.js';
import { ModelPrices } from '../model-prices.js';
import type { Take } from '../take-chunks.js';
import { CompletionInput } from './completion-input.js';
import type { CompletionRequest } from './openai.types.js';

const HOLD_MARGIN_SECONDS = 60;

/** A completion that is paid for and ready to run. */
export interface PreparedCompletion {
  input: AiChatInput;
  hold: Hold;
}

/** Stateless answers for API clients: the same models, mates, skills and credits as in the web app, but nothing is stored. */
@Injectable()
export class CompletionsService {
  constructor(
    private readonly inputs: CompletionInput,
    private readonly ai: AiChatClient,
    private readonly credits: CreditsService,
    private readonly prices: ModelPrices,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'budget'>,
  ) {}

  async prepare(userId: string, request: CompletionRequest): Promise<PreparedCompletion> {
    const input = await this.inputs.build(userId, request);
    const amount = this.prices.worstCase(input.model, input.messages);
    return { input, hold: await this.credits.reserve(userId, amount, 'completion', this.config.budget.seconds + HOLD_MARGIN_SECONDS) };
  }

  /** Runs a completion and hands on its events; settles what it used, however it ends. */
  async run(userId: string, prepared: PreparedCompletion, signal: Caller, take: Take<AiChatEvent>): Promise<void> {
    const draft = new AnswerDraft([]);
    try {
      const answer = await this.ai.open({ input: prepared.input, userId, chatId: null, files: [], signal });
      await answer.read((event) => {
        draft.take(event);
        return take(event);
      });
    } finally {
      await this.settle(userId, prepared, draft);
    }
  }

  private async settle(userId: string, { input, hold }: PreparedCompletion, draft: AnswerDraft): Promise<void> {
    const { model, inputTokens, outputTokens } = draft.used(input.messages);
    const amount = this.prices.used(model ?? input.model, inputTokens, outputTokens);
    const usage = { userId, app: 'ai', skill: 'chat', model, inputTokens, outputTokens };
    await this.credits.settle(hold, amount, usage);
  }
}
