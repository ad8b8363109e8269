import { createTestApp, envelopeWith, type TestApp } from '@mateship/app-sdk/testing';
import { startFakeOpenAi, type FakeOpenAi } from '@mateship/dev-env';
import { app } from '../src/app.js';

const ENVELOPE = Buffer.from('sealed').toString('base64');
const budget = { calls: 0, tokens: 1000, milliseconds: 10_000 };
const prompt = (text: string) => envelopeWith({ kind: 'prompt', promptId: '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a', version: 1, name: 'p', text, from: 'user:0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a' });

describe('ai/respond', () => {
  let models: FakeOpenAi;
  let started: TestApp;
  beforeAll(async () => {
    models = await startFakeOpenAi();
    const providers = JSON.stringify({ discoverOllama: false, providers: [{ id: 'local', baseUrl: models.url, models: [{ id: 'echo' }] }] });
    started = await createTestApp(app, { secrets: { providers } });
  });
  afterAll(async () => {
    await started.stop();
    await models.close();
  });

  const respond = () => started.call('respond', { envelope: ENVELOPE, budget }) as Promise<{ envelope: string; usage: object }>;

  it('opens the prompt, answers it, and seals the answer to the envelope that asked', async () => {
    const opened = prompt('Say nothing new');
    started.gateway.envelopes.set(ENVELOPE, opened);
    const { envelope, usage } = await respond();
    expect(usage).toMatchObject({ model: 'local/echo', outputTokens: expect.any(Number) as number });
    expect(started.gateway.envelopes.get(envelope)?.content).toMatchObject({ kind: 'answer', model: 'local/echo', replyTo: opened.address.id, text: expect.stringContaining('Say nothing new') as string });
  });

  it('passes on that an envelope does not open, once it was used', async () => {
    started.gateway.envelopes.set(ENVELOPE, prompt('Hello'));
    await respond();
    await expect(respond()).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
  });

  it('answers no answer', async () => {
    started.gateway.envelopes.set(ENVELOPE, envelopeWith({ kind: 'answer', text: 'x', model: null, replyTo: '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a' }));
    await expect(respond()).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
  });

  it.each([{ envelope: 'no base64!', budget }, { envelope: '', budget }, { envelope: ENVELOPE }, { budget }])('takes no input like %j', async (input) => {
    await expect(started.call('respond', input)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});
