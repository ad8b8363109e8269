import type { FakeOpenAi } from '@mateship/dev-env';
import OpenAI from 'openai';
import { fakeModels } from '../support/models.js';
import { firstAdmin, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';

/** The official package, with nothing changed but base URL and key. */
describe('the OpenAI-compatible API', () => {
  let models: FakeOpenAi;
  let platform: Platform;
  let ana: Person;
  let openai: OpenAI;

  beforeAll(async () => {
    const { server, config } = await fakeModels(['echo', 'tool-then-answer', '429', 'cut'].map((id) => ({ id })));
    models = server;
    platform = await Platform.start({ config });
    ana = await firstAdmin(platform);
    const { key } = await ana.client.apiKeys.create({ name: 'sdk', scopes: ['chat', 'models'] });
    openai = new OpenAI({ baseURL: `${platform.url}/v1`, apiKey: key, maxRetries: 0 });
  });

  afterAll(async () => {
    await platform.destroy();
    await models.close();
  });

  const ask = (model: string, content: string) => ({ model, messages: [{ role: 'user' as const, content }] });
  const weather: OpenAI.Chat.Completions.ChatCompletionTool = { type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } };

  it('lists mates and models', async () => {
    const ids = [];
    for await (const model of openai.models.list()) ids.push(model.id);
    expect(ids).toEqual(expect.arrayContaining(['mateship', 'offline/assistant', 'fake/echo']));
    expect(await openai.models.retrieve('fake/echo')).toMatchObject({ id: 'fake/echo', object: 'model', owned_by: 'fake' });
  });

  it('answers with a whole completion', async () => {
    const completion = await openai.chat.completions.create(ask('fake/echo', 'hello there'));
    expect(completion).toMatchObject({ object: 'chat.completion', model: 'fake/echo', choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant' } }] });
    expect(completion.choices[0]?.message.content?.trim()).toBe('hello there');
    expect(completion.usage?.total_tokens).toBe((completion.usage?.prompt_tokens ?? 0) + (completion.usage?.completion_tokens ?? 0));
    expect(completion.usage?.completion_tokens).toBeGreaterThan(0);
  });

  it('answers with a stream that ends in one usage chunk when asked for', async () => {
    const chunks = [];
    for await (const chunk of await openai.chat.completions.create({ ...ask('fake/echo', 'a b c'), stream: true, stream_options: { include_usage: true } })) chunks.push(chunk);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('').trim()).toBe('a b c');
    expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(0);
    expect(chunks.filter((chunk) => chunk.choices[0]?.finish_reason === 'stop')).toHaveLength(1);
  });

  it('sends no usage when it was not asked for', async () => {
    for await (const chunk of await openai.chat.completions.create({ ...ask('fake/echo', 'a b'), stream: true })) expect(chunk).not.toHaveProperty('usage');
  });

  it('takes a mate as the model', async () => {
    const completion = await openai.chat.completions.create(ask('mateship', 'hello mate'));
    expect(completion.choices[0]?.message.content?.trim()).toBe('hello mate');
    expect(completion.model).toBe('mateship');
  });

  it("passes the caller's own tools through and leaves running them to the caller", async () => {
    const request = { ...ask('fake/tool-then-answer', 'weather please {"city":"Ulm"}'), tools: [weather] };
    const first = await openai.chat.completions.create(request);
    const call = first.choices[0]?.message.tool_calls?.[0];
    expect(first.choices[0]?.finish_reason).toBe('tool_calls');
    expect(call).toMatchObject({ type: 'function', function: { name: 'get_weather', arguments: '{"city":"Ulm"}' } });
    expect(models.requests.at(-1)?.body?.tools).toEqual([weather]);
    const second = await openai.chat.completions.create({ ...request, messages: [...request.messages, first.choices[0]!.message, { role: 'tool', tool_call_id: call!.id, content: 'sunny' }] });
    expect(second.choices[0]?.message.content).toContain('sunny');
  });

  it('streams tool calls in fragments that the package can put together', async () => {
    const runner = openai.chat.completions.stream({ ...ask('fake/tool-then-answer', 'weather {"city":"Ulm"}'), tools: [weather] });
    const completion = await runner.finalChatCompletion();
    expect(completion.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'get_weather', arguments: '{"city":"Ulm"}' } });
  });

  it('names an unknown model in an error of the known shape', async () => {
    await expect(openai.chat.completions.create(ask('fake/nothing', 'x'))).rejects.toMatchObject({ status: 404, code: 'not_found', type: 'invalid_request_error' });
  });

  it('says what is wrong with a request', async () => {
    await expect(openai.chat.completions.create({ model: 'fake/echo', messages: [] })).rejects.toMatchObject({ status: 400, code: 'validation_failed' });
  });

  it('refuses a wrong key and a key without the scope', async () => {
    const wrong = new OpenAI({ baseURL: `${platform.url}/v1`, apiKey: 'msk_nothing', maxRetries: 0 });
    await expect(wrong.models.list()).rejects.toMatchObject({ status: 401 });
    const { key } = await ana.client.apiKeys.create({ name: 'models only', scopes: ['models'] });
    const narrow = new OpenAI({ baseURL: `${platform.url}/v1`, apiKey: key, maxRetries: 0 });
    await expect(narrow.chat.completions.create(ask('fake/echo', 'x'))).rejects.toMatchObject({ status: 403 });
  });

  it('stops working with a key the moment it is revoked', async () => {
    const created = await ana.client.apiKeys.create({ name: 'short', scopes: ['models'] });
    const client = new OpenAI({ baseURL: `${platform.url}/v1`, apiKey: created.key, maxRetries: 0 });
    await client.models.list();
    await ana.client.apiKeys.revoke(created.id);
    await expect(client.models.list()).rejects.toMatchObject({ status: 401 });
  });
});
