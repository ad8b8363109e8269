import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { OllamaDiscovery } from '../providers/ollama/ollama.discovery.js';
import { ModelRegistry } from './model-registry.js';

const SECRET = JSON.stringify({
  providers: [{ id: 'local', baseUrl: 'http://127.0.0.1:1/v1', models: [{ id: 'llama3', inputPrice: 5, outputPrice: 7, maxOutputTokens: 900 }] }],
  discoverOllama: false,
});

async function fakeOllama(names: string[]) {
  let probes = 0;
  const server = createServer((_request, response) => {
    probes += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ models: names.map((name) => ({ name, size: 1 })) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, probes: () => probes, close: () => {
    server.close();
    server.closeAllConnections();
  } };
}

const none = new OllamaDiscovery('http://127.0.0.1:9');

describe('model registry', () => {
  it('knows the offline assistant without any settings', async () => {
    expect((await new ModelRegistry(none).catalogue(null)).list().map(({ id }) => id)).toEqual(['offline/assistant']);
  });

  it('lists configured models with their prices', async () => {
    expect((await new ModelRegistry(none).catalogue(SECRET)).list()).toContainEqual({ id: 'local/llama3', provider: 'local', default: true, inputPrice: 5, outputPrice: 7, maxOutputTokens: 900 });
  });

  it('keeps providers while the settings stay and makes new ones when they change', async () => {
    const registry = new ModelRegistry(none);
    const provider = async (secret: string) => (await registry.catalogue(secret)).chain('local/llama3')[0]?.provider;
    const first = await provider(SECRET);
    expect(await provider(SECRET)).toBe(first);
    expect(await provider(SECRET.replace('900', '901'))).not.toBe(first);
  });

  it('finds an Ollama, without its embedding models, and asks it again only later', async () => {
    const ollama = await fakeOllama(['llama3.2:3b', 'nomic-embed-text']);
    const discovery = new OllamaDiscovery(ollama.address);
    const registry = new ModelRegistry(discovery);
    const list = (await registry.catalogue(null)).list();
    await registry.catalogue(null);
    expect(list.map(({ id, inputPrice }) => [id, inputPrice])).toEqual([['offline/assistant', 0], ['ollama/llama3.2:3b', 0]]);
    expect(ollama.probes()).toBe(1);
    await discovery.find(Date.now() + 61_000);
    expect(ollama.probes()).toBe(2);
    ollama.close();
  });

  it('names every wrong key of the settings, and no values', async () => {
    const wrong = JSON.stringify({ providers: [{ id: 'Local', baseUrl: 'ftp://x', apiKey: 'sk-geheim', models: [] }], defualt: 'x' });
    const error: unknown = await new ModelRegistry(none).catalogue(wrong).catch((fault: unknown) => fault);
    expect(String(error)).toMatch(/providers\.0\.id.*providers\.0\.baseUrl.*providers\.0\.models.*defualt/s);
    expect(String(error)).not.toContain('geheim');
  });

  it.each(['not json', '[]', '{"providers":[{"id":"offline","baseUrl":"http://x/v1","models":[{"id":"m"}]}]}'])('refuses the settings %s', async (secret) => {
    await expect(new ModelRegistry(none).catalogue(secret)).rejects.toThrow('The secret "providers" is not valid');
  });
});
