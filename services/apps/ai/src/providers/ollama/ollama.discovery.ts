import { get } from 'node:http';
import { z } from 'zod';
import { GuardedProvider } from '../../models/guarded.provider.js';
import type { ModelProvider } from '../../models/model-provider.js';
import { OpenAiProvider } from '../openai/openai.provider.js';

const PROBE_MS = 300;
const KEEP_MS = 60_000;
const MOST_CHARACTERS = 1_000_000;
const Tags = z.object({ models: z.array(z.object({ name: z.string() })) });

export interface FoundOllama {
  provider: ModelProvider;
  models: string[];
}

/** Looks for an Ollama on this machine by its documented GET /api/tags; the answer is kept for a minute. */
export class OllamaDiscovery {
  private readonly provider: ModelProvider;
  private probe: Promise<string[]> | null = null;
  private probedAt = 0;

  constructor(private readonly address = 'http://127.0.0.1:11434') {
    this.provider = new GuardedProvider(new OpenAiProvider({ id: 'ollama', baseUrl: `${address}/v1`, timeoutMs: 300_000 }));
  }

  /** The Ollama and its chat models, or null when none answers. */
  async find(now = Date.now()): Promise<FoundOllama | null> {
    if (!this.probe || now - this.probedAt > KEEP_MS) {
      this.probedAt = now;
      this.probe = chatModels(`${this.address}/api/tags`);
    }
    const models = await this.probe;
    return models.length > 0 ? { provider: this.provider, models } : null;
  }
}

async function chatModels(url: string): Promise<string[]> {
  try {
    const tags = Tags.parse(JSON.parse(await read(url)));
    return tags.models.map(({ name }) => name).filter((name) => !/embed|bge-|minilm/i.test(name));
  } catch {
    return [];
  }
}

/** By node:http, since loading fetch would cost every start of the app more than the probe itself. */
function read(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, signal: AbortSignal.timeout(PROBE_MS) }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > MOST_CHARACTERS) request.destroy(new Error('too much'));
      });
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}
