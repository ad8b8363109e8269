import type { FakeOpenAi } from '@mateship/dev-env';
import { fakeModels } from '../support/models.js';
import { firstAdmin, inviteUser, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';
import { collect, only } from '../support/streams.js';

const MICRO = 1_000_000;

describe('credits', () => {
  let models: FakeOpenAi;
  let platform: Platform;
  let admin: Person;

  beforeAll(async () => {
    // Two credits for a thousand tokens either way; the longest answer may be 500 tokens.
    const prices = { inputPrice: 2000 * MICRO, outputPrice: 2000 * MICRO };
    const { server, config } = await fakeModels([{ id: 'echo', ...prices }, { id: 'slow:300', ...prices }, { id: '500', ...prices }], {
      gateway: ['signupCredits: 50', 'budget: { calls: 2, tokens: 500, seconds: 30 }'],
    });
    models = server;
    platform = await Platform.start({ config });
    admin = await firstAdmin(platform);
  });

  afterAll(async () => {
    await platform.destroy();
    await models.close();
  });

  const balanceOf = async (person: Person) => {
    const { balance, reserved, available } = await person.client.credits.get();
    return { balance: BigInt(balance), reserved: BigInt(reserved), available: BigInt(available) };
  };
  const ask = (person: Person, content: string) =>
    person.fetch('/v1/chat/message', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ content }) });

  it('begin with the opening balance', async () => {
    expect(await balanceOf(await inviteUser(platform, admin))).toEqual({ balance: 50n * BigInt(MICRO), reserved: 0n, available: 50n * BigInt(MICRO) });
  });

  it('are charged for what an answer used, and no more is held afterwards', async () => {
    const person = await inviteUser(platform, admin);
    const events = await collect(person.client.chats.stream({ content: 'one two three' }));
    const usage = only(events, 'usage');
    expect(BigInt(usage.credits)).toBe(BigInt((usage.inputTokens + usage.outputTokens) * 2000));
    expect(await balanceOf(person)).toMatchObject({ balance: 50n * BigInt(MICRO) - BigInt(usage.credits), reserved: 0n });
  });

  it('are held while an answer is written', async () => {
    const person = await inviteUser(platform, admin);
    const { id } = (await (await admin.fetch('/v1/admin/mates', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'slow', prompt: 'p', model: 'fake/slow:300' }) })).json()) as { id: string };
    const held: bigint[] = [];
    for await (const { event } of person.client.chats.stream({ content: 'a b c d', mateId: id })) {
      if (event === 'delta') held.push((await balanceOf(person)).reserved);
    }
    expect(held[0]).toBeGreaterThan(0n);
    expect((await balanceOf(person)).reserved).toBe(0n);
  });

  it('refuse a message that they do not cover before any work is done', async () => {
    const person = await inviteUser(platform, admin);
    while ((await ask(person, 'spend '.repeat(300))).status === 200);
    const before = models.requests.length;
    const chats = (await person.client.chats.list()).items.length;
    const refused = await ask(person, 'spend '.repeat(300));
    expect(refused.status).toBe(402);
    expect(await refused.json()).toMatchObject({ error: { code: 'INSUFFICIENT_CREDITS', details: { needed: expect.stringMatching(/^\d+$/) } } });
    expect(models.requests).toHaveLength(before);
    expect((await person.client.chats.list()).items).toHaveLength(chats);
  });

  it('are never overspent by messages sent at once', async () => {
    const person = await inviteUser(platform, admin);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => ask(person, `message ${index}`)));
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 402]);
    const { balance, reserved } = await balanceOf(person);
    expect(reserved).toBe(0n);
    expect(balance).toBeGreaterThanOrEqual(0n);
  });

  it('cost nothing for a skill that is free', async () => {
    const person = await inviteUser(platform, admin);
    const { key } = await person.client.apiKeys.create({ name: 'k', scopes: ['skills'] });
    const answer = await fetch(`${platform.url}/v1/support/search`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: '{"query":"backup"}' });
    expect(answer.status).toBe(200);
    expect((await balanceOf(person)).balance).toBe(50n * BigInt(MICRO));
  });
});
