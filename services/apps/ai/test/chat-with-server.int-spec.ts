import type { AiChatInput } from '@mateship/contracts';
import { startFakeOpenAi, type FakeOpenAi, type FakeOpenAiOptions } from '@mateship/dev-env';
import { ModelRegistry } from '../src/models/model-registry.js';
import { OllamaDiscovery } from '../src/providers/ollama/ollama.discovery.js';
import { runChat } from '../src/skills/chat/run-chat.js';
import { ALL_SKILLS, EXTRACT, fakePlatform, REPORT_FILE, SUPPORT } from './fixtures/platform.js';
import { chatInput, collect, eventsNamed, textOf } from './fixtures/scripted-provider.js';

const running: FakeOpenAi[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((fake) => fake.close()));
});

async function server(options?: FakeOpenAiOptions): Promise<FakeOpenAi> {
  const fake = await startFakeOpenAi(options);
  running.push(fake);
  return fake;
}

function secretFor(...providers: { id: string; url: string; models: string[] }[]): string {
  return JSON.stringify({
    discoverOllama: false,
    providers: providers.map(({ id, url, models }) => ({ id, baseUrl: url, apiKey: 'k', timeoutMs: 2000, models: models.map((model) => ({ id: model, maxOutputTokens: 500 })) })),
  });
}

async function chat(secret: string, input: AiChatInput, registry = new ModelRegistry(new OllamaDiscovery('http://127.0.0.1:9'))) {
  const { platform, calls } = fakePlatform();
  const events = await collect(runChat(input, platform, await registry.catalogue(secret)));
  return { events, calls, text: textOf(events), usage: eventsNamed(events, 'usage')[0], error: eventsNamed(events, 'error')[0] };
}

const question = (content: string): AiChatInput['messages'] => [{ role: 'user', content, attachments: [REPORT_FILE] }];

describe('ai/chat with a server that speaks the OpenAI protocol', () => {
  it('answers with the model that was asked for', async () => {
    const { url } = await server();
    const { text, usage, events } = await chat(secretFor({ id: 'local', url, models: ['echo'] }), chatInput('Hello world', { model: 'local/echo' }));
    expect(text).toBe('Hello world');
    expect(usage).toEqual({ inputTokens: 2, outputTokens: 2, model: 'local/echo', provider: 'local' });
    expect(events.at(-1)).toEqual({ event: 'finish', data: { reason: 'stop' } });
  });

  it('runs a skill for the model and lets it answer', async () => {
    const { url, requests } = await server();
    const input = chatInput('Read {"fileId":"file-report"}', { skills: [EXTRACT] });
    const { calls, text, events } = await chat(secretFor({ id: 'local', url, models: ['tool-then-answer'] }), input);
    expect(calls).toEqual([{ name: 'pdf/extract', input: { fileId: 'file-report' } }]);
    expect(events.map(({ event }) => event).filter((name) => name.startsWith('tool'))).toEqual(['tool_call', 'tool_result']);
    expect(text).toMatch(/^Let me look\. \n\nThe tool said: report\.pdf \(file id file-report\), 30 pages\./);
    expect(requests).toHaveLength(2);
  });

  it('cites what it was given and drops what it was not, however the stream cuts it', async () => {
    const { url } = await server();
    const { text, events } = await chat(secretFor({ id: 'local', url, models: ['cites'] }), chatInput('', { messages: question('How long is the warranty?'), skills: ALL_SKILLS }));
    expect(text).toBe('It stands there [1] and not here.');
    expect(eventsNamed(events, 'citation')).toEqual([expect.objectContaining({ n: 1, fileId: 'file-report', page: 4 })]);
  });

  it('ends a model that calls tools without end', async () => {
    const { url, requests } = await server();
    const { error, calls, usage } = await chat(secretFor({ id: 'local', url, models: ['endless-tools'] }), chatInput('Go {"query":"x"}', { skills: [SUPPORT] }));
    expect(error?.code).toBe('TOOL_BUDGET');
    expect(calls).toHaveLength(5);
    expect(requests).toHaveLength(6);
    expect(usage?.outputTokens).toBeGreaterThan(0);
  });

  it.each(['cut', 'garbage'])('says that the answer broke off when the server sends %s', async (model) => {
    const { url } = await server();
    const { text, error, usage } = await chat(secretFor({ id: 'local', url, models: [model] }), chatInput('Go'));
    expect(text).toMatch(/^This/);
    expect(error?.code).toBe('MODEL_FAILED');
    expect(usage?.model).toBe(`local/${model}`);
  });

  it('lets the next provider answer when the first is asked too often', async () => {
    const [busy, free] = [await server(), await server()];
    const secret = secretFor({ id: 'busy', url: busy.url, models: ['429'] }, { id: 'free', url: free.url, models: ['echo'] });
    const { text, usage } = await chat(secret, chatInput('Hello', { model: 'busy/429' }));
    expect(text).toBe('Hello');
    expect(usage).toMatchObject({ model: 'free/echo', provider: 'free' });
  });

  it('leaves a provider alone that failed five times', async () => {
    const [ill, well] = [await server(), await server()];
    const secret = secretFor({ id: 'ill', url: ill.url, models: ['500'] }, { id: 'well', url: well.url, models: ['echo'] });
    const registry = new ModelRegistry(new OllamaDiscovery('http://127.0.0.1:9'));
    for (let call = 0; call < 8; call += 1) expect((await chat(secret, chatInput('Hi'), registry)).text).toBe('Hi');
    expect(ill.requests).toHaveLength(5);
    expect(well.requests).toHaveLength(8);
  });

  it('passes a caller its own tool calls', async () => {
    const { url, requests } = await server();
    const passthrough = { messages: [{ role: 'user', content: 'Weather? {"city":"Ulm"}' }], tools: [{ type: 'function', function: { name: 'weather' } }] };
    const { events, calls } = await chat(secretFor({ id: 'local', url, models: ['tool-then-answer'] }), chatInput('Weather?', { passthrough, skills: ALL_SKILLS }));
    expect(eventsNamed(events, 'caller_tool_call').map((part) => part.arguments).join('')).toBe('{"city":"Ulm"}');
    expect(events.at(-1)).toEqual({ event: 'finish', data: { reason: 'tool_calls' } });
    expect(calls).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it('keeps fifty answers apart', async () => {
    const { url } = await server();
    const secret = secretFor({ id: 'local', url, models: ['chunks:30x1'] });
    const registry = new ModelRegistry(new OllamaDiscovery('http://127.0.0.1:9'));
    const texts = await Promise.all(Array.from({ length: 50 }, async (_, index) => (await chat(secret, chatInput(`s${index} go`), registry)).text));
    texts.forEach((text, index) => expect(text.trim().split(' ')).toEqual(Array.from({ length: 30 }, (_, chunk) => `s${index}:${chunk}`)));
  });
});
