import type { CreditsBalance } from '@mateship/contracts';
import { eventually } from '@mateship/dev-env';
import { TestGateway, type Caller } from './support/gateway.js';

describe('a skill that is called with an API key', () => {
  let gateway: TestGateway;
  let me: Caller;
  let key: { id: string; key: string };
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
    key = (await gateway.json<typeof key>('POST', '/v1/api_keys', me, { name: 'program', scopes: ['skills'] })).body;
  });
  afterAll(() => gateway.stop());

  const call = () => gateway.fetch('POST', '/v1/ai/hang', { id: me.id, token: key.key }, {});
  const reserved = async () => (await gateway.json<CreditsBalance>('GET', '/v1/credits', me)).body.reserved;

  it('is broken off, and costs nothing, when the key is revoked', async () => {
    const broken = expect(call()).rejects.toThrow('fetch failed');
    await eventually(async () => (await reserved()) === '30');
    await gateway.json('DELETE', `/v1/api_keys/${key.id}`, me);
    await broken;
    await eventually(async () => (await reserved()) === '0');
    expect((await call()).status).toBe(401);
  });
});
