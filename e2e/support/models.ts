import { startFakeOpenAi, type FakeOpenAi, type FakeOpenAiOptions } from '@mateship/dev-env';

/** A model server on loopback and the configuration that points at it. The first model named is the default. */
export async function fakeModels(models: { id: string; inputPrice?: number; outputPrice?: number }[], options: FakeOpenAiOptions & { gateway?: string[] } = {}): Promise<{ server: FakeOpenAi; config: string }> {
  const { apiKey = 'test-key' } = options;
  const server = await startFakeOpenAi({ ...options, apiKey });
  const list = models.map(({ id, inputPrice = 0, outputPrice = 0 }) => `          - { id: "${id}", inputPrice: ${inputPrice}, outputPrice: ${outputPrice} }`);
  const config = [
    'gateway:',
    ...(options.gateway ?? []).map((line) => `  ${line}`),
    '  models:',
    '    discoverOllama: false',
    `    default: "fake/${models[0]?.id}"`,
    '    providers:',
    '      - id: fake',
    `        baseUrl: ${server.url}`,
    `        apiKey: ${apiKey}`,
    '        timeoutMs: 5000',
    '        models:',
    ...list,
    '',
  ].join('\n');
  return { server, config };
}
