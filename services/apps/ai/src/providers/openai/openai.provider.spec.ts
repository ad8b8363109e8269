import { startFakeOpenAi, type FakeOpenAi, type FakeOpenAiOptions } from '@mateship/dev-env';
import { EXTRACT, REPORT_FILE } from '../../../test/fixtures/platform.js';
import { annualReport, extractOutput } from '../../../test/fixtures/annual-report.js';
import { SourceList } from '../../citations/source-list.js';
import type { ModelEvent, ModelRequest } from '../../models/model-provider.js';
import { OpenAiProvider } from './openai.provider.js';

const running: FakeOpenAi[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((fake) => fake.close()));
});

async function start(options?: FakeOpenAiOptions, timeoutMs = 2000) {
  const fake = await startFakeOpenAi(options);
  running.push(fake);
  return { fake, provider: new OpenAiProvider({ id: 'local', baseUrl: fake.url, apiKey: 'k', timeoutMs }) };
}

function request(overrides: Partial<ModelRequest> = {}): ModelRequest {
  return {
    turns: [{ role: 'user', content: 'Hello brave new world' }],
    tools: [],
    files: { attachments: [], latest: [], documents: [], failures: [] },
    maxTokens: 100,
    sources: new SourceList(),
    signal: new AbortController().signal,
    ...overrides,
  };
}

async function read(events: AsyncIterable<ModelEvent>) {
  const all: ModelEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

function text(events: ModelEvent[]) {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}

describe('a provider that speaks the OpenAI protocol', () => {
  it('streams text, usage and the end', async () => {
    const { provider, fake } = await start();
    const events = await read(provider.stream('echo', request()));
    expect(text(events)).toBe('Hello brave new world');
    expect(events.slice(-2)).toEqual([{ type: 'usage', inputTokens: 4, outputTokens: 4 }, { type: 'end', reason: 'stop' }]);
    expect(fake.requests[0]).toMatchObject({ headers: { authorization: 'Bearer k' }, body: { model: 'echo', max_tokens: 100, stream: true, stream_options: { include_usage: true } } });
  });

  it('says when the answer was cut at its limit', async () => {
    const { provider } = await start();
    expect((await read(provider.stream('echo', request({ maxTokens: 2 })))).at(-1)).toEqual({ type: 'end', reason: 'length' });
  });

  it('offers skills as functions and puts the fragments of a call together', async () => {
    const { provider, fake } = await start();
    const events = await read(provider.stream('tool-then-answer', request({ turns: [{ role: 'user', content: 'Read {"fileId":"größe"}' }], tools: [EXTRACT] })));
    expect(events.find(({ type }) => type === 'calls')).toEqual({ type: 'calls', calls: [{ id: expect.stringMatching(/^call_/), name: 'pdf__extract', arguments: '{"fileId":"größe"}' }] });
    expect(events.at(-1)).toEqual({ type: 'end', reason: 'tool_calls' });
    expect(fake.requests[0]?.body?.tools?.[0]).toMatchObject({ type: 'function', function: { name: 'pdf__extract', parameters: EXTRACT.input } });
  });

  it('sends results back in the order that the protocol demands, with numbered passages', async () => {
    const { provider, fake } = await start();
    const call = { id: 'call_1', name: 'pdf__extract', arguments: '{"fileId": broken' };
    const sources = new SourceList();
    await read(provider.stream('echo', request({
      sources,
      turns: [
        { role: 'user', content: 'Read' },
        { role: 'assistant', content: '', calls: [call] },
        { role: 'tool', call, result: { ok: true, output: extractOutput(annualReport()) } },
      ],
      tools: [EXTRACT],
    })));
    const messages = fake.requests[0]?.body?.messages ?? [];
    expect(messages[1]).toMatchObject({ role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { arguments: '{}' } }] });
    expect(messages[2]).toMatchObject({ role: 'tool', tool_call_id: 'call_1', content: expect.stringContaining('[17] page 17:') });
    expect(sources.source(17, 'The revenue of region North was 4,211 kEUR')).toMatchObject({ fileId: REPORT_FILE.id, page: 17, quote: expect.stringContaining('Region North') });
  });

  it('hands the words and tools of a caller on untouched', async () => {
    const { provider, fake } = await start();
    const passthrough = {
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Weather? {"city":"Ulm"}' }], name: 'bob' }],
      tools: [{ type: 'function', function: { name: 'weather', strict: true, parameters: { type: 'object' } } }],
      toolChoice: 'auto',
      temperature: 0.2,
      maxTokens: 50,
    };
    const events = await read(provider.stream('tool-then-answer', request({ passthrough })));
    expect(fake.requests[0]?.body).toMatchObject({ messages: passthrough.messages, tools: passthrough.tools, tool_choice: 'auto', temperature: 0.2, max_tokens: 50 });
    const fragments = events.filter((event) => event.type === 'caller_call');
    expect(fragments.map((event) => event.arguments).join('')).toBe('{"city":"Ulm"}');
    expect(fragments[0]).toMatchObject({ index: 0, name: 'weather' });
    expect(events.at(-1)).toEqual({ type: 'end', reason: 'tool_calls' });
  });

  it.each([
    ['cut', /could not be reached or broke off/, true, true],
    ['garbage', /could not be read|broke off/, true, true],
    ['429', /too often/, true, true],
    ['500', /fault \(status 500\)/, true, true],
    ['no-such', /does not know this model/, true, false],
  ])('tells what is wrong with %s', async (model, message, next, sick) => {
    const { provider } = await start();
    await expect(read(provider.stream(model, request()))).rejects.toMatchObject({ name: 'ModelError', message: expect.stringMatching(message), next, sick });
  });

  it('does not ask another provider when the request itself is wrong', async () => {
    const { provider } = await start();
    await expect(read(provider.stream('echo', request({ passthrough: { messages: [{ role: 'robot' }] } })))).rejects.toMatchObject({ message: 'local rejected the request (status 400)', next: false, sick: false });
  });

  it('says that the key is wrong without showing it', async () => {
    const { provider } = await start({ apiKey: 'another' });
    await expect(read(provider.stream('echo', request()))).rejects.toMatchObject({ message: 'local does not accept its key' });
  });

  it('gives up on a server that falls silent', async () => {
    const { provider } = await start({}, 100);
    await expect(read(provider.stream('slow:5000', request()))).rejects.toMatchObject({ message: 'local did not answer in time', sick: true });
  });

  it('does not limit a long answer that keeps coming', async () => {
    const { provider } = await start({}, 150);
    expect(text(await read(provider.stream('chunks:12x40', request()))).trim().split(' ')).toHaveLength(12);
  });

  it('does not wait for Retry-After', async () => {
    const { provider, fake } = await start();
    await expect(read(provider.stream('429', request()))).rejects.toThrow();
    expect(fake.requests).toHaveLength(1);
  });

  it('stops asking when the run is cancelled', async () => {
    const { provider } = await start();
    const cancel = new AbortController();
    const reading = read(provider.stream('slow:1000', request({ signal: cancel.signal })));
    cancel.abort(new Error('gone'));
    await expect(reading).rejects.toThrow('gone');
  });

  it('says that nobody answers at the address', async () => {
    const provider = new OpenAiProvider({ id: 'local', baseUrl: 'http://127.0.0.1:9/v1', timeoutMs: 1000 });
    await expect(read(provider.stream('echo', request()))).rejects.toMatchObject({ message: expect.stringContaining('could not be reached'), sick: true });
  });
});
