import { setTimeout as wait } from 'node:timers/promises';
import OpenAI from 'openai';
import { startFakeOpenAi, type FakeOpenAi, type FakeOpenAiOptions } from './fake-openai.js';
import type { Behaviour } from './behaviours.js';

const running: FakeOpenAi[] = [];

async function start(options?: FakeOpenAiOptions) {
  const fake = await startFakeOpenAi(options);
  running.push(fake);
  return { fake, client: new OpenAI({ baseURL: fake.url, apiKey: 'sk-test', maxRetries: 0, logLevel: 'off' }) };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((fake) => fake.close()));
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const hello = [{ role: 'user' as const, content: 'Hello brave new world' }];
const weather = { type: 'function' as const, function: { name: 'weather', parameters: { type: 'object' } } };

function post(fake: FakeOpenAi, body: unknown, headers: Record<string, string> = { authorization: 'Bearer k' }) {
  return fetch(`${fake.url}/chat/completions`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
}

describe('the fake OpenAI server, asked by the official client', () => {
  it('lists its models', async () => {
    const { client } = await start();
    expect((await client.models.list()).data.map(({ id }) => id)).toContain('echo');
  });

  it('answers without streaming', async () => {
    const { client } = await start();
    const answer = await client.chat.completions.create({ model: 'echo', messages: hello });
    expect(answer).toMatchObject({ object: 'chat.completion', model: 'echo', choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello brave new world' } }] });
    expect(answer.usage).toEqual({ prompt_tokens: 4, completion_tokens: 4, total_tokens: 8 });
  });

  it('streams the answer in chunks of one completion', async () => {
    const { client } = await start();
    const chunks = await all(await client.chat.completions.create({ model: 'echo', messages: hello, stream: true }));
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hello brave new world');
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.every((chunk) => !('usage' in chunk))).toBe(true);
  });

  it('adds a chunk with usage and no choices when asked to', async () => {
    const { client } = await start();
    const chunks = await all(await client.chat.completions.create({ model: 'echo', messages: hello, stream: true, stream_options: { include_usage: true } }));
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 4 } });
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
  });

  it('stops at the token limit and says so', async () => {
    const { client } = await start();
    const answer = await client.chat.completions.create({ model: 'echo', messages: hello, max_tokens: 2 });
    expect(answer.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: 'Hello brave ' } });
  });

  it('streams tool calls as a name and then fragments of the arguments', async () => {
    const { client } = await start();
    const messages = [{ role: 'user' as const, content: 'Weather? {"city":"Görlitz"}' }];
    const chunks = await all(await client.chat.completions.create({ model: 'tool-then-answer', messages, tools: [weather], stream: true }));
    const calls = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
    expect(calls.length).toBeGreaterThan(2);
    expect(calls.map((call) => call.function?.arguments).join('')).toBe('{"city":"Görlitz"}');
    expect(calls.filter(({ id }) => id)).toHaveLength(1);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
  });

  it('answers once it has the result of its tool', async () => {
    const { client } = await start();
    const first = await client.chat.completions.create({ model: 'tool-then-answer', messages: hello, tools: [weather] });
    const message = first.choices[0]!.message;
    const result = { role: 'tool' as const, tool_call_id: message.tool_calls![0]!.id, content: 'sunny' };
    const second = await client.chat.completions.create({ model: 'tool-then-answer', messages: [...hello, message, result], tools: [weather] });
    expect(second.choices[0]?.message.content).toBe('The tool said: sunny');
  });

  it('never stops calling tools as endless-tools', async () => {
    const { client } = await start();
    const answer = await client.chat.completions.create({ model: 'endless-tools', messages: hello, tools: [weather] });
    expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
  });

  it('cuts the connection in the middle of the answer', async () => {
    const { client } = await start();
    let text = '';
    const read = async () => {
      for await (const chunk of await client.chat.completions.create({ model: 'cut', messages: hello, stream: true })) text += chunk.choices[0]?.delta.content ?? '';
    };
    await expect(read()).rejects.toThrow();
    expect(text).toBe('This answer will ');
  });

  it('sends garbage that the client cannot read', async () => {
    const { client } = await start();
    const read = async () => all(await client.chat.completions.create({ model: 'garbage', messages: hello, stream: true }));
    await expect(read()).rejects.toThrow();
  });

  it.each([
    ['429', 429, 'rate_limit_exceeded'],
    ['500', 500, null],
    ['no-such-model', 404, 'model_not_found'],
  ])('fails as %s with status %i', async (model, status, code) => {
    const { client } = await start();
    await expect(client.chat.completions.create({ model, messages: hello })).rejects.toMatchObject({ status, code });
  });

  it('asks to retry later when there are too many requests', async () => {
    const { fake } = await start();
    expect((await post(fake, { model: '429', messages: hello })).headers.get('retry-after')).toBe('1');
  });

  it('streams as many chunks as the model name says, marked by the question', async () => {
    const { client } = await start();
    const chunks = await all(await client.chat.completions.create({ model: 'chunks:25x1', messages: [{ role: 'user', content: 'A7 go' }], stream: true }));
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(text.trim().split(' ')).toEqual(Array.from({ length: 25 }, (_, index) => `A7:${index}`));
  });
});

describe('the fake OpenAI server, asked wrongly', () => {
  it.each<[string, unknown, RegExp]>([
    ['no model', { messages: hello }, /model/],
    ['no messages', { model: 'echo' }, /messages/],
    ['an empty list of messages', { model: 'echo', messages: [] }, /empty array/],
    ['an unknown role', { model: 'echo', messages: [{ role: 'robot', content: 'x' }] }, /robot/],
    ['a message without content', { model: 'echo', messages: [{ role: 'user', content: null }] }, /content/],
    ['an answer to no tool call', { model: 'echo', messages: [...hello, { role: 'tool', tool_call_id: 'x', content: 'y' }] }, /preceeding/],
    ['a tool call that stays without answer', { model: 'echo', messages: [{ role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }] }, ...hello] }, /did not have response messages: c/],
    ['a function name with a slash', { model: 'echo', messages: hello, tools: [{ type: 'function', function: { name: 'pdf/extract' } }] }, /does not match pattern/],
    ['an empty list of tools', { model: 'echo', messages: hello, tools: [] }, /tools/],
    ['stream options without a stream', { model: 'echo', messages: hello, stream_options: { include_usage: true } }, /stream_options/],
    ['something that is no JSON', '{"model":', /JSON/],
    ['a list', [], /JSON/],
  ])('rejects %s with 400 in the shape of OpenAI', async (_case, body, message) => {
    const { fake } = await start();
    const response = await post(fake, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringMatching(message), type: 'invalid_request_error', code: null } });
  });

  it('rejects a missing key and a wrong key with 401', async () => {
    const { fake } = await start({ apiKey: 'right' });
    expect((await post(fake, { model: 'echo', messages: hello }, {})).status).toBe(401);
    const wrong = await post(fake, { model: 'echo', messages: hello }, { authorization: 'Bearer wrong' });
    expect([wrong.status, await wrong.json()]).toMatchObject([401, { error: { code: 'invalid_api_key' } }]);
    expect((await post(fake, { model: 'echo', messages: hello }, { authorization: 'Bearer right' })).status).toBe(200);
  });

  it('knows no other addresses', async () => {
    const { fake } = await start();
    const response = await fetch(`${fake.url}/embeddings`, { headers: { authorization: 'Bearer k' } });
    expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'unknown_url' } }]);
  });
});

describe('the fake OpenAI server, told what to do', () => {
  it('follows its script and falls back to the model name', async () => {
    const { client } = await start({ script: (_request, index): Behaviour | undefined => (index === 0 ? { pieces: ['scripted'] } : undefined) });
    const ask = async () => (await client.chat.completions.create({ model: 'echo', messages: hello })).choices[0]?.message.content;
    expect([await ask(), await ask()]).toEqual(['scripted', 'Hello brave new world']);
  });

  it('records what it was asked', async () => {
    const { fake, client } = await start();
    await client.chat.completions.create({ model: 'echo', messages: hello, max_tokens: 7 });
    expect(fake.requests).toMatchObject([{ method: 'POST', path: '/v1/chat/completions', headers: { authorization: 'Bearer sk-test' }, body: { model: 'echo', max_tokens: 7 } }]);
  });

  it('remembers which clients left before the end', async () => {
    const { fake, client } = await start();
    const leaving = new AbortController();
    for await (const _chunk of await client.chat.completions.create({ model: 'chunks:1000x20', messages: hello, stream: true }, { signal: leaving.signal })) leaving.abort();
    await client.chat.completions.create({ model: 'echo', messages: hello });
    while (!fake.requests[0]?.left) await wait(5);
    expect(fake.requests.map(({ left }) => left)).toEqual([true, false]);
  });

  it('keeps fifty streams apart', async () => {
    const { client } = await start();
    const texts = await Promise.all(
      Array.from({ length: 50 }, async (_, stream) => {
        const chunks = await all(await client.chat.completions.create({ model: 'chunks:20x1', messages: [{ role: 'user', content: `s${stream}` }], stream: true }));
        return chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('').trim();
      }),
    );
    texts.forEach((text, stream) => expect(text.split(' ')).toEqual(Array.from({ length: 20 }, (_, index) => `s${stream}:${index}`)));
  });
});
