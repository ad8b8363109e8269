import type { GatewayConfig } from '../config/config.js';
import { ModelPrices } from './model-prices.js';

const model = (id: string, inputPrice: number, outputPrice: number) => ({ id, inputPrice, outputPrice, maxOutputTokens: 4096 });
const config = (models: ReturnType<typeof model>[]) =>
  ({ models: { providers: models.length > 0 ? [{ id: 'p', baseUrl: 'http://localhost', timeoutMs: 1, models }] : [], discoverOllama: false }, budget: { calls: 1, tokens: 1000, seconds: 1 } }) as Pick<GatewayConfig, 'models' | 'budget'>;
const question = [{ role: 'user' as const, content: 'x'.repeat(300), attachments: [] }];

describe('ModelPrices', () => {
  it('holds nothing where nothing has a price', () => {
    expect(new ModelPrices(config([])).worstCase(null, question)).toBe(0n);
    expect(new ModelPrices(config([model('paid', 1e6, 1e6)])).worstCase('offline/assistant', question)).toBe(0n);
  });

  it('holds enough for the whole output and repeated input', () => {
    const prices = new ModelPrices(config([model('paid', 1_000_000, 2_000_000)]));
    expect(prices.worstCase('p/paid', question)).toBe(BigInt((100 + 2000) * 4 + 2 * 1000));
  });

  it('holds for the dearest model, since a fallback may answer', () => {
    const prices = new ModelPrices(config([model('cheap', 0, 1_000_000), model('dear', 0, 9_000_000)]));
    expect(prices.worstCase('p/cheap', question)).toBe(9000n);
  });

  it('charges the model that answered, rounded up', () => {
    const prices = new ModelPrices(config([model('paid', 1, 1)]));
    expect(prices.used('p/paid', 1, 0)).toBe(1n);
    expect(prices.used('unknown/model', 1000, 1000)).toBe(0n);
    expect(prices.used(null, 1, 0)).toBe(1n);
  });
});
