import type { CreditsBalance } from '@mateship/contracts';
import { brokenCreditInvariants, eventually } from '@mateship/dev-env';
import OpenAI from 'openai';
import { TestGateway, type Caller } from './support/gateway.js';

const hi = (content: string) => [{ role: 'user' as const, content }];

describe('the OpenAI-compatible API', () => {
  let gateway: TestGateway;
  let me: Caller;
  let openai: OpenAI;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
    const { body } = await gateway.json<{ key: string }>('POST', '/v1/api_keys', me, { name: 'sdk', scopes: ['chat', 'models'] });
    openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: body.key, maxRetries: 0 });
  });
  afterEach(async () => {
    expect(await brokenCreditInvariants((statement) => gateway.dataSource.query(statement))).toEqual([]);
  });
  afterAll(() => gateway.stop());

  const balance = async () => (await gateway.json<CreditsBalance>('GET', '/v1/credits', me)).body;
  const raw = (body: unknown, caller: Caller | null = me) => gateway.json<{ error: { message: string; type: string; param: null; code: string } }>('POST', '/v1/chat/completions', caller, body);

  it('answers a plain model through the SDK', async () => {
    const completion = await openai.chat.completions.create({ model: 'test/one', messages: hi('hello there') });
    expect(completion).toMatchObject({ object: 'chat.completion', model: 'test/one', choices: [{ index: 0, message: { role: 'assistant', content: 'hello there ' }, finish_reason: 'stop' }], usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 } });
  });

  it('answers a mate by its id', async () => {
    const completion = await openai.chat.completions.create({ model: 'mateship', messages: hi('hello') });
    expect(completion.choices[0]?.message.content).toBe('hello ');
  });

  it('streams chunks that the SDK puts together', async () => {
    const stream = await openai.chat.completions.create({ model: 'test/one', messages: hi('one two three'), stream: true, stream_options: { include_usage: true } });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('one two three ');
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 7 } });
  });

  it('charges what was used and keeps nothing of what was said', async () => {
    await openai.chat.completions.create({ model: 'test/one', messages: hi('hello') });
    expect(await balance()).toEqual({ balance: '999999989', reserved: '0', available: '999999989' });
    expect(await gateway.dataSource.query('SELECT 1 FROM chat WHERE owner_id = $1', [me.id])).toEqual([]);
  });

  it('takes the messages and tools of a client that runs its own', async () => {
    const tools = [{ type: 'function' as const, function: { name: 'weather', parameters: { type: 'object' } } }];
    const completion = await openai.chat.completions.create({ model: 'mateship', messages: hi('hello'), tools });
    expect(completion.choices[0]?.message.content).toBe('hello ');
  });

  it('lists the models and mates that can be asked for', async () => {
    const ids = [];
    for await (const model of openai.models.list()) ids.push(model.id);
    expect(ids).toEqual(expect.arrayContaining(['test/one', 'mateship']));
  });

  it.each([
    ['no messages', { model: 'test/one', messages: [] }],
    ['a picture', { model: 'test/one', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }] }],
    ['two choices', { model: 'test/one', messages: hi('x'), n: 2 }],
    ['a list', []],
  ])('refuses %s in the shape of OpenAI, and holds no credits', async (_what, body) => {
    const answer = await raw(body);
    expect([answer.status, answer.body.error]).toEqual([400, { message: expect.any(String), type: 'invalid_request_error', param: null, code: 'validation_failed' }]);
    expect((await balance()).reserved).toBe('0');
  });

  it.each(['test/other', 'nobody', '../mateship', '__proto__'])('knows no model %s', async (model) => {
    const answer = await raw({ model, messages: hi('x') });
    expect([answer.status, answer.body.error.code]).toEqual([404, 'not_found']);
    expect(answer.body.error.message).toContain(`"${model}" does not exist`);
  });

  it('throws the errors of the SDK for a key that is none and for a scope that is missing', async () => {
    const stranger = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: 'msk_none', maxRetries: 0 });
    await expect(stranger.chat.completions.create({ model: 'mateship', messages: hi('x') })).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    const { body } = await gateway.json<{ key: string }>('POST', '/v1/api_keys', me, { name: 'narrow', scopes: ['models'] });
    const narrow = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: body.key, maxRetries: 0 });
    await expect(narrow.chat.completions.create({ model: 'mateship', messages: hi('x') })).rejects.toBeInstanceOf(OpenAI.PermissionDeniedError);
  });

  it('fails with a plain status before the first word, and charges nothing', async () => {
    for (const stream of [false, true]) {
      const answer = await raw({ model: 'test/one', messages: hi('fail'), stream });
      expect([answer.status, answer.body.error]).toEqual([502, { message: 'The model did not answer.', type: 'server_error', param: null, code: 'model_failed' }]);
    }
    expect(await balance()).toEqual({ balance: '1000000000', reserved: '0', available: '1000000000' });
  });

  it('stops the answer and settles when the client leaves', async () => {
    const leaving = new AbortController();
    const stream = await openai.chat.completions.create({ model: 'test/one', messages: hi('wait here'), stream: true }, { signal: leaving.signal });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    leaving.abort();
    await eventually(async () => (await balance()).reserved === '0');
    expect((await balance()).reserved).toBe('0');
  });

  it('breaks the answer off when its key is revoked', async () => {
    const { body } = await gateway.json<{ id: string; key: string }>('POST', '/v1/api_keys', me, { name: 'lost', scopes: ['chat'] });
    const lost = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: body.key, maxRetries: 0 });
    const stream = await lost.chat.completions.create({ model: 'test/one', messages: hi('wait here'), stream: true });
    const read = async () => {
      for await (const chunk of stream) if (chunk.choices[0]?.delta.content) await gateway.json('DELETE', `/v1/api_keys/${body.id}`, me);
    };
    await expect(read()).rejects.toThrow();
    await eventually(async () => (await balance()).reserved === '0');
    expect((await balance()).reserved).toBe('0');
  });
});
