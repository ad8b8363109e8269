import type OpenAI from 'openai';
import type { ConfiguredProvider } from '../../config.js';
import type { ModelEvent, ModelProvider, ModelRequest } from '../../models/model-provider.js';
import { toModelError, unexpectedEnd } from './openai-errors.js';
import { toParameters, type LimitName } from './openai-messages.js';
import { readStream } from './openai-stream.js';
import { withSilenceLimit } from './silence.js';

/** Any server that speaks OpenAI's chat completions: OpenAI itself, vLLM, llama.cpp, LiteLLM, Ollama. */
export class OpenAiProvider implements ModelProvider {
  readonly id: string;
  private client: Promise<OpenAI> | null = null;

  constructor(private readonly settings: Pick<ConfiguredProvider, 'id' | 'baseUrl' | 'apiKey' | 'timeoutMs'>) {
    this.id = settings.id;
  }

  async *stream(model: string, request: ModelRequest): AsyncGenerator<ModelEvent> {
    const silence = withSilenceLimit(this.settings.timeoutMs, request.signal);
    let ended = false;
    try {
      const client = await this.connect();
      const chunks = await client.chat.completions.create(toParameters(model, request, this.limitName()), { signal: silence.signal });
      for await (const event of readStream(silence.watch(chunks), request.passthrough !== undefined)) {
        ended ||= event.type === 'end';
        yield event;
      }
      if (!ended) throw unexpectedEnd(this.id);
    } catch (error) {
      request.signal.throwIfAborted();
      throw toModelError(this.id, error, silence.expired());
    } finally {
      silence.stop();
    }
  }

  private limitName(): LimitName {
    return new URL(this.settings.baseUrl).hostname === 'api.openai.com' ? 'max_completion_tokens' : 'max_tokens';
  }

  /** The package is only loaded when a server is asked. Retries are left to the fallback: waiting for Retry-After would keep a person waiting. */
  private connect(): Promise<OpenAI> {
    this.client ??= import('openai').then(({ OpenAI: Client }) => {
      const { baseUrl, apiKey, timeoutMs } = this.settings;
      return new Client({ baseURL: baseUrl, apiKey: apiKey ?? 'none', timeout: timeoutMs, maxRetries: 0, logLevel: 'off', organization: null, project: null });
    });
    return this.client;
  }
}
