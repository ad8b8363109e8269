import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type AiChatInput, type AiMessage } from '@mateship/contracts';
import { CONFIG, type GatewayConfig } from '../../config/config.js';
import { MatesService, type MateForAnswer } from '../../mates/mates.service.js';
import { ModelsService } from '../../models/models.service.js';
import { AiChatClient } from '../ai-chat.client.js';
import { textOf, type CompletionMessage, type CompletionRequest } from './openai.types.js';

/**
 * Turns an OpenAI request into the input of ai/chat. A mate as `model` answers with its prompt and skills; a plain
 * model answers bare. A caller that brings its own tools gets them passed through untouched and runs them itself.
 */
@Injectable()
export class CompletionInput {
  constructor(
    private readonly mates: MatesService,
    private readonly models: ModelsService,
    private readonly ai: AiChatClient,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'budget'>,
  ) {}

  async build(userId: string, request: CompletionRequest): Promise<AiChatInput> {
    const mate = await this.mateOf(request.model);
    if (!mate) await this.requireModel(userId, request.model);
    const messages = request.messages.flatMap(toAiMessage);
    const own = (request.tools?.length ?? 0) > 0 || request.messages.some((message) => message.role === 'tool' || message.role === 'function');
    const { calls, tokens, seconds } = this.config.budget;
    const maxTokens = request.max_completion_tokens ?? request.max_tokens ?? undefined;
    const prompt: AiMessage[] = mate ? [{ role: 'system', content: mate.prompt, attachments: [] }] : [];
    return {
      model: mate ? mate.model : request.model,
      messages: [...prompt, ...messages],
      skills: mate && !own ? this.ai.skills() : [],
      budget: { calls, tokens: Math.min(tokens, maxTokens ?? tokens), milliseconds: seconds * 1000 },
      ...(mate && !own ? {} : { passthrough: passthroughOf(request, mate, maxTokens) }),
    };
  }

  private async mateOf(id: string): Promise<MateForAnswer | null> {
    if (id.includes('/')) return null;
    return this.mates.forAnswer(id).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
      throw error;
    });
  }

  private async requireModel(userId: string, model: string): Promise<void> {
    const models = await this.models.list(userId, AbortSignal.timeout(10_000));
    if (models.some((known) => known.id === model)) return;
    throw new DomainError('NOT_FOUND', { message: `The model "${model.slice(0, 100)}" does not exist. GET /v1/models lists what there is.` });
  }
}

function passthroughOf(request: CompletionRequest, mate: MateForAnswer | null, maxTokens: number | undefined): NonNullable<AiChatInput['passthrough']> {
  const prompt = mate ? [{ role: 'system', content: mate.prompt }] : [];
  return {
    messages: [...prompt, ...request.messages],
    tools: request.tools ?? undefined,
    toolChoice: request.tool_choice,
    temperature: request.temperature ?? undefined,
    maxTokens,
  };
}

function toAiMessage(message: CompletionMessage): AiMessage[] {
  const content = textOf(message);
  if (content === null) throw new DomainError('VALIDATION_FAILED', { message: 'Only text can be sent in messages here.' });
  if (message.role === 'tool' || message.role === 'function') return [];
  const role = message.role === 'developer' ? 'system' : message.role;
  return [{ role, content, attachments: [] }];
}
