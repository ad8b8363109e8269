import { startFakeOpenAi, type FakeOpenAi, type FakeOpenAiOptions } from '@mateship/dev-env';

export interface FakeModelsOptions extends FakeOpenAiOptions {
  /** Further lines of the section `gateway`. */
  gateway?: string[];
  /** Address of this machine that the platform reaches it by, when that is not loopback. */
  reachedAt?: string;
}

/** A model server on this machine and the configuration that points at it. The first model named is the default. */
export async function fakeModels(models: { id: string; inputPrice?: number; outputPrice?: number }[], options: FakeModelsOptions = {}): Promise<{ server: FakeOpenAi; config: string }> {
  const { apiKey = 'test-key' } = options;
  const server = await startFakeOpenAi({ ...options, apiKey, ...(options.reachedAt ? { host: '0.0.0.0' } : {}) });
  const url = options.reachedAt ? server.url.replace('127.0.0.1', options.reachedAt) : server.url;
  const list = models.map(({ id, inputPrice = 0, outputPrice = 0 }) => `          - { id: "${id}", inputPrice: ${inputPrice}, outputPrice: ${outputPrice} }`);
  const config = [
    'gateway:',
    ...(options.gateway ?? []).map((line) => `  ${line}`),
    '  models:',
    '    discoverOllama: false',
    `    default: "fake/${models[0]?.id}"`,
    '    providers:',
    '      - id: fake',
    `        baseUrl: ${url}`,
    `        apiKey: ${apiKey}`,
    '        timeoutMs: 5000',
    '        models:',
    ...list,
    '',
  ].join('\n');
  return { server, config };
}
