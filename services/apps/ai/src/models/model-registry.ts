import { readProvidersConfig, type ConfiguredProvider, type ProvidersConfig } from '../config.js';
import { OllamaDiscovery } from '../providers/ollama/ollama.discovery.js';
import { OfflineProvider } from '../providers/offline/offline.provider.js';
import { OpenAiProvider } from '../providers/openai/openai.provider.js';
import { GuardedProvider } from './guarded.provider.js';
import { ModelCatalogue, OFFLINE_MODEL, type Candidate } from './model-catalogue.js';

const FREE = { inputPrice: 0, outputPrice: 0 };

/** Keeps the providers, with their circuit breakers and connections, from call to call while their settings stay the same. */
export class ModelRegistry {
  private secret: string | null | undefined;
  private config: ProvidersConfig = readProvidersConfig(null);
  private configured: Candidate[] = [];
  private readonly offline: Candidate = {
    id: OFFLINE_MODEL,
    name: 'assistant',
    provider: new OfflineProvider(),
    maxOutputTokens: 4096,
    replaceable: false,
    ...FREE,
  };

  constructor(private readonly ollama = new OllamaDiscovery()) {}

  /** The models for the settings in the secret `providers`. */
  async catalogue(secret: string | null): Promise<ModelCatalogue> {
    if (secret !== this.secret) {
      this.config = readProvidersConfig(secret);
      this.configured = this.config.providers.flatMap(candidates);
      this.secret = secret;
    }
    const { configured, config } = this;
    const found = config.discoverOllama ? await this.ollama.find() : null;
    const local = found?.models.map((name) => ({ id: `ollama/${name}`, name, provider: found.provider, maxOutputTokens: 4096, replaceable: false, ...FREE }));
    return new ModelCatalogue([this.offline, ...configured, ...(local ?? [])], config.default);
  }
}

function candidates(settings: ConfiguredProvider): Candidate[] {
  const provider = new GuardedProvider(new OpenAiProvider(settings));
  return settings.models.map(({ id, ...limits }) => ({ id: `${settings.id}/${id}`, name: id, provider, replaceable: true, ...limits }));
}
