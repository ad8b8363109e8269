import type { Readable } from 'node:stream';
import type { ConfiguredProvider } from '../../config.js';
import type { ModelEvent, ModelProvider, ModelRequest } from '../../models/model-provider.js';
import { EventDataParser } from './event-data.js';
import { ModelServer } from './model-server.js';
import { toModelError, unexpectedEnd } from './openai-errors.js';
import { toParameters } from './openai-messages.js';
import { ChunkReader } from './openai-stream.js';
import { silenceLimit } from './silence.js';

/** Any server that speaks OpenAI's chat completions: OpenAI itself, vLLM, llama.cpp, LiteLLM, Ollama. Retries are left to the fallback: waiting for Retry-After would keep a person waiting. */
export class OpenAiProvider implements ModelProvider {
  readonly id: string;
  private readonly server: ModelServer;

  constructor(private readonly settings: Pick<ConfiguredProvider, 'id' | 'baseUrl' | 'apiKey' | 'timeoutMs'>) {
    this.id = settings.id;
    this.server = new ModelServer(settings);
  }

  async *stream(model: string, request: ModelRequest): AsyncGenerator<ModelEvent> {
    const silence = silenceLimit(this.settings.timeoutMs, request.signal);
    const limitName = this.server.host === 'api.openai.com' ? 'max_completion_tokens' : 'max_tokens';
    const reader = new ChunkReader(request.passthrough !== undefined);
    try {
      const answer = await this.server.open(toParameters(model, request, limitName), silence.signal);
      const events = new EventDataParser();
      // Read to its very end, so that the connection can be used again.
      for await (const bytes of answer as Readable) {
        silence.broken();
        for (const data of events.push(bytes as Buffer)) {
          if (data.startsWith('[DONE]')) continue;
          for (const event of reader.read(JSON.parse(data))) yield event;
        }
      }
      if (!reader.ended) throw unexpectedEnd(this.id);
      for (const event of reader.end()) yield event;
    } catch (error) {
      request.signal.throwIfAborted();
      throw toModelError(this.id, error, silence.expired());
    } finally {
      silence.stop();
    }
  }
}
