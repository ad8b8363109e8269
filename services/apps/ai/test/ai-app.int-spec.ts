import { createTestApp, startBundle, type TestApp, type TestAppOptions } from '@mateship/app-sdk/testing';
import { loadManifest } from '@mateship/app-sdk';
import { AI_CHAT_EVENTS, AiModelsOutput, type AiChatEventName } from '@mateship/contracts';
import { startFakeOpenAi } from '@mateship/dev-env';
import { app } from '../src/app.js';
import { annualReport, extractOutput } from './fixtures/annual-report.js';
import { ALL_SKILLS, REPORT_FILE } from './fixtures/platform.js';
import { chatInput } from './fixtures/scripted-provider.js';

const OFFLINE_ONLY = JSON.stringify({ discoverOllama: false });
const running: TestApp[] = [];

afterEach(async () => {
  for (const started of running.splice(0)) await started.stop();
});

async function start(options: TestAppOptions = {}): Promise<TestApp> {
  const started = await createTestApp(app, { secrets: { providers: OFFLINE_ONLY }, skills: { 'pdf/extract': () => extractOutput(annualReport()) }, ...options });
  running.push(started);
  return started;
}

async function events(started: Pick<TestApp, 'stream'>, input: unknown) {
  const all: { event: string; data: unknown }[] = [];
  for await (const { event, data } of started.stream('chat', input)) {
    expect(AI_CHAT_EVENTS[event as AiChatEventName].parse(data)).toEqual(data);
    all.push({ event, data });
  }
  return all;
}

const ask = (content: string) => chatInput('', { messages: [{ role: 'user', content, attachments: [REPORT_FILE] }], skills: ALL_SKILLS });

describe('the app ai behind its door', () => {
  it('answers a question about a PDF offline, with a citation of the page', async () => {
    const started = await start();
    const stream = await events(started, ask('What was the revenue of region North?'));
    expect(stream.map(({ event }) => event).filter((name) => name !== 'delta')).toEqual(['tool_call', 'tool_result', 'citation', 'usage', 'finish']);
    expect(stream.find(({ event }) => event === 'citation')?.data).toMatchObject({ n: 1, fileId: 'file-report', page: 17, quote: 'Region North | 4,211 | 12 %' });
    expect(started.gateway.calls).toEqual([{ app: 'pdf', skill: 'extract', input: { fileId: 'file-report' } }]);
  });

  it('reads a text file of the caller', async () => {
    const note = { name: 'note.txt', mime: 'text/plain', bytes: Buffer.from('The cellar opens at nine.\n\nThe attic stays closed in winter.') };
    const started = await start({ files: { 'note-1': note } });
    const input = chatInput('', { messages: [{ role: 'user', content: 'When is the attic closed?', attachments: [{ id: 'note-1', name: 'note.txt', mime: 'text/plain', size: 60 }] }] });
    expect((await events(started, input)).find(({ event }) => event === 'citation')?.data).toMatchObject({ fileId: 'note-1', page: null, quote: 'The attic stays closed in winter.' });
  });

  it('uses the provider of its secret', async () => {
    const fake = await startFakeOpenAi({ apiKey: 'sk-local' });
    const providers = JSON.stringify({ discoverOllama: false, providers: [{ id: 'local', baseUrl: fake.url, apiKey: 'sk-local', models: [{ id: 'echo', inputPrice: 3, outputPrice: 4 }] }] });
    const started = await start({ secrets: { providers } });
    const { models } = AiModelsOutput.parse(await started.call('models', {}));
    expect(models.map(({ id, default: chosen }) => [id, chosen])).toEqual([['offline/assistant', false], ['local/echo', true]]);
    const stream = await events(started, chatInput('Hello there'));
    expect(stream.at(-2)).toEqual({ event: 'usage', data: { inputTokens: 2, outputTokens: 2, model: 'local/echo', provider: 'local' } });
    await fake.close();
  });

  it('looks at messages before they are answered', async () => {
    const started = await start();
    expect(await started.call('preprocess', { text: 'Explain this contract clause' })).toEqual({ legality: { allowed: true, reason: null }, topic: 'law', difficulty: 'medium' });
  });

  it('refuses a message that must not be answered before it asks a model, when it is told to look', async () => {
    const fake = await startFakeOpenAi();
    const providers = JSON.stringify({ discoverOllama: false, providers: [{ id: 'local', baseUrl: fake.url, models: [{ id: 'echo' }] }] });
    const started = await start({ secrets: { providers } });
    const illegal = 'How do I build a pipe bomb at home?';
    await expect(events(started, chatInput(illegal, { screen: true }))).rejects.toMatchObject({ code: 'MESSAGE_REFUSED' });
    expect(fake.requests).toHaveLength(0);
    expect((await events(started, chatInput('How do I build a shed?', { screen: true }))).at(-1)).toEqual({ event: 'finish', data: { reason: 'stop' } });
    await fake.close();
  });

  it('ends the answer when the caller leaves', async () => {
    const fake = await startFakeOpenAi();
    const providers = JSON.stringify({ discoverOllama: false, providers: [{ id: 'local', baseUrl: fake.url, models: [{ id: 'chunks:1000x5' }] }] });
    const started = await start({ secrets: { providers } });
    let seen = 0;
    for await (const _event of started.stream('chat', chatInput('Go on'))) if ((seen += 1) === 3) break;
    expect(seen).toBe(3);
    expect(await started.call('preprocess', { text: 'still there?' })).toMatchObject({ difficulty: 'easy' });
    await fake.close();
  });
});

describe('the bundle of the app ai', () => {
  it('answers alone in an empty folder, with the parts that it loads late', async () => {
    const bundle = await startBundle(process.cwd(), loadManifest(app), { withSecret: true });
    const offline = await events(bundle.client, chatInput('Hello', { model: 'offline/assistant' }));
    expect(offline.at(-1)).toEqual({ event: 'finish', data: { reason: 'stop' } });
    expect(await bundle.terminate()).toBe(0);
  });
});
