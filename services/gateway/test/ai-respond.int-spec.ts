import { ModelPrices } from '../src/chat/model-prices.js';
import type { GatewayConfig } from '../src/config/config.js';
import { AiService } from '../src/vault/ai.service.js';
import { AppDouble, aManifest, anError, json } from './support/app-double.js';
import { openLedger, type Ledger } from './support/ledger.js';

const ENVELOPE = Buffer.from('sealed').toString('base64');
const config = {
  budget: { calls: 1, tokens: 100, seconds: 10 },
  models: { providers: [{ id: 'p', baseUrl: 'http://127.0.0.1:9', timeoutMs: 1000, models: [{ id: 'm', inputPrice: 1_000_000, outputPrice: 2_000_000, maxOutputTokens: 100 }] }], discoverOllama: false },
} as unknown as GatewayConfig;

describe('answers to envelopes', () => {
  let ledger: Ledger;
  let app: AppDouble;
  let ai: AiService;
  beforeAll(async () => {
    ledger = await openLedger();
    app = await AppDouble.start([aManifest('ai', [{ id: 'respond', tool: false }])]);
    ai = new AiService(app.calls, ledger.credits, new ModelPrices(config), config);
  });
  afterEach(async () => {
    expect(await ledger.broken()).toEqual([]);
    expect(app.held).toBe(0);
  });
  afterAll(async () => {
    await app.shutdown();
    await ledger.close();
  });

  const respond = (userId: string) => ai.respond(userId, ENVELOPE, new AbortController().signal);
  const balance = (userId: string) => ledger.credits.balance(userId);

  it('cost what the model took, and give the envelope alone', async () => {
    const userId = await ledger.wallet(1_000_000);
    app.does(json({ envelope: ENVELOPE, usage: { model: 'p/m', inputTokens: 3, outputTokens: 4 } }));
    expect(await respond(userId)).toEqual({ envelope: ENVELOPE });
    expect(await balance(userId)).toEqual({ balance: '999989', reserved: '0', available: '999989' });
  });

  it('cost nothing when there is none', async () => {
    const userId = await ledger.wallet(1_000_000);
    app.does(json(anError('DECRYPTION_FAILED'), 422));
    await expect(respond(userId)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
    app.does(json({ envelope: 'no base64!', usage: {} }));
    await expect(respond(userId)).rejects.toMatchObject({ code: 'SKILL_BAD_RESPONSE' });
    expect(await balance(userId)).toEqual({ balance: '1000000', reserved: '0', available: '1000000' });
  });

  it('are refused before any work when the longest prompt is not covered', async () => {
    const userId = await ledger.wallet(100);
    app.does(() => {
      throw new Error('must not be called');
    });
    await expect(respond(userId)).rejects.toMatchObject({ code: 'INSUFFICIENT_CREDITS' });
  });
});
