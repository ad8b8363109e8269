import { randomUUID } from 'node:crypto';
import type { KeyBinding } from '@mateship/contracts';
import type { FakeVault } from '@mateship/dev-env';
import { deriveMacKey, InternalClient } from '@mateship/service-kit';
import { bareRequest } from './bare-request.js';
import { gatewayCalls, type RunningVault, startVault } from './running-vault.js';

const REQUESTS = 500;
const AT_ONCE = 50;
const codeOf = async (work: Promise<unknown>) => work.then(() => 'ok', (error: { code?: string; status?: number }) => `${error.status} ${error.code}`);
const place = (): KeyBinding => ({ purpose: 'chat', ownerId: randomUUID(), objectId: randomUUID() });

describe('while Vault is not itself', () => {
  let vault: RunningVault;
  let fake: FakeVault;
  let client: InternalClient;
  beforeAll(async () => {
    vault = await startVault({}, 'transit');
    fake = vault.fake!;
    // What this client says when the service itself does not answer is another code than the one that is expected.
    client = new InternalClient({ target: vault.config.listen.internal, key: deriveMacKey(Buffer.from(vault.config.gatewaySecret), 'gateway->vault'), audience: 'vault', timeoutMs: 20_000, unavailable: 'BLOBS_UNAVAILABLE' });
  });
  afterEach(() => {
    fake.unseal();
    fake.slow(null);
    fake.breakWith(null);
  });
  // Thousands of warnings are what is expected here.
  beforeEach(() => {
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    jest.spyOn(console, 'log').mockReturnValue();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await client.close();
    await vault.close();
  });

  const rows = async () => (await vault.query<{ count: number }>('SELECT count(*)::int AS count FROM data_key'))[0]!.count;

  it.each([
    ['sealed', () => fake.seal()],
    ['slow', () => fake.slow(30_000)],
    ['failing', () => fake.breakWith(500)],
    ['talking nonsense', () => fake.breakWith('garbage')],
    ['cutting connections', () => fake.breakWith('cut')],
  ] as const)('every key that is created or opened gets the one answer that says so, no row is written, and all is well afterwards: %s', async (_name, strike) => {
    const calls = await gatewayCalls(client);
    const known = place();
    const { keyId } = await calls.create(known);
    const before = await rows();
    strike();
    const answers = new Map<string, number>();
    for (let asked = 0; asked < REQUESTS; asked += AT_ONCE) {
      const codes = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => codeOf(index % 2 === 0 ? calls.create(place()) : calls.open(known, keyId))));
      for (const code of codes) answers.set(code, (answers.get(code) ?? 0) + 1);
    }
    expect(Object.fromEntries(answers)).toEqual({ '503 KMS_UNAVAILABLE': REQUESTS });
    expect(await rows()).toBe(before);
    fake.unseal();
    fake.slow(null);
    fake.breakWith(null);
    expect(await calls.unseal(known, await calls.open(known, keyId))).toHaveLength(32);
    expect(await codeOf(calls.create(place()))).toBe('ok');
  }, 120_000);

  it('its health says so', async () => {
    fake.seal();
    let health: { status: number; text: string } | undefined;
    for (let tries = 0; tries < 1000 && health?.status !== 503; tries += 1) {
      health = await bareRequest(vault.config.listen.internal.slice('unix:'.length), { path: '/health/ready' });
      if (health.status !== 503) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(JSON.parse(health!.text)).toMatchObject({ dependencies: { keys: { status: 'down' }, database: { status: 'up' } } });
  });

  it('a token that the server has lost costs nobody a request', async () => {
    const calls = await gatewayCalls(client);
    const known = place();
    const { keyId } = await calls.create(known);
    fake.forget();
    expect(await Promise.all(Array.from({ length: 20 }, () => codeOf(calls.open(known, keyId))))).toEqual(Array.from({ length: 20 }, () => 'ok'));
  });
});

describe('a vault with its keys in transit', () => {
  let vault: RunningVault;
  beforeEach(async () => {
    vault = await startVault({}, 'transit');
  });
  afterEach(() => vault.close());

  it('asks Vault once for each key that is created or opened', async () => {
    const calls = await gatewayCalls(vault.client);
    const known = place();
    const since = (count: number) => vault.fake!.requests().slice(count).map(({ path }) => path).filter((path) => !path.startsWith('/v1/transit/keys/'));
    let before = vault.fake!.requests().length;
    const { keyId } = await calls.create(known);
    expect(since(before)).toEqual(['/v1/transit/encrypt/mateship-chat']);
    before = vault.fake!.requests().length;
    // The gateway then keeps the key for five minutes (its DataKeys).
    await calls.open(known, keyId);
    expect(since(before)).toEqual(['/v1/transit/decrypt/mateship-chat']);
  });

  it('takes a key that was taken away for no damaged one', async () => {
    const fake = vault.fake!;
    const calls = await gatewayCalls(vault.client);
    const known = place();
    const { keyId } = await calls.create(known);
    const admin = (method: string, path: string, body: object) => fetch(`${fake.address}/v1/${path}`, { method, headers: { 'X-Vault-Token': fake.rootToken }, body: JSON.stringify(body) });
    await admin('POST', 'transit/keys/mateship-chat/config', { deletion_allowed: true });
    await admin('DELETE', 'transit/keys/mateship-chat', {});
    expect([await codeOf(calls.open(known, keyId)), await codeOf(calls.create(place()))]).toEqual(['503 KMS_UNAVAILABLE', '503 KMS_UNAVAILABLE']);
    expect(fake.requests().filter(({ path, status }) => path.endsWith('/encrypt/mateship-chat') && status === 403)).not.toEqual([]);
  });
});
