import { randomBytes, randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { INTERNAL_HEADERS, VAULT_PATHS } from '@mateship/contracts';
import { deriveMacKey, sha256hex, signRequest } from '@mateship/service-kit';
import { bareRequest } from './bare-request.js';
import { type RunningVault, startVault } from './running-vault.js';

let vault: RunningVault;
beforeAll(async () => {
  vault = await startVault();
});
afterAll(() => vault.close());

const body = () => Buffer.from(JSON.stringify({ purpose: 'chat', ownerId: randomUUID(), objectId: randomUUID(), keyId: randomUUID(), recipientPublicKey: randomBytes(32).toString('base64url') }));

const socket = () => vault.config.listen.internal.slice('unix:'.length);

function sign(path: string, bytes: Buffer, now?: number): string {
  const key = deriveMacKey(Buffer.from(vault.config.gatewaySecret), 'gateway->vault');
  return signRequest(key, { method: 'POST', path, audience: 'vault', bodyHash: sha256hex(bytes), now });
}

async function post(path: string, bytes: Buffer, mac?: string): Promise<{ status: number; body: { error?: { code: string } } }> {
  const headers = { 'content-type': 'application/json', ...(mac === undefined ? {} : { [INTERNAL_HEADERS.mac]: mac }) };
  const answer = await bareRequest(socket(), { method: 'POST', path, headers }, bytes);
  return { status: answer.status, body: JSON.parse(answer.text) as { error?: { code: string } } };
}

const count = async () => (await vault.query<{ n: number }>('SELECT count(*)::int AS n FROM data_key'))[0]!.n;
const UNTRUSTED = { status: 401, body: { error: { code: 'CALLER_UNTRUSTED' } } };

describe('a caller that cannot prove to be the gateway', () => {
  it.each(Object.values(VAULT_PATHS))('is refused at %s', async (path) => {
    const bytes = body();
    const before = await count();
    expect(await post(path, bytes)).toMatchObject(UNTRUSTED);
    expect(await post(path, bytes, 'v1 junk')).toMatchObject(UNTRUSTED);
    expect(await post(path, bytes, sign(path, Buffer.alloc(0)))).toMatchObject(UNTRUSTED);
    expect(await post(path, Buffer.concat([bytes, Buffer.from(' ')]), sign(path, bytes))).toMatchObject(UNTRUSTED);
    expect(await post(path, bytes, sign(`${path}?x=1`, bytes))).toMatchObject(UNTRUSTED);
    expect(await post(path, bytes, sign(path, bytes, Date.now() - 61_000))).toMatchObject(UNTRUSTED);
    expect(await post(path, bytes, sign(path, bytes, Date.now() + 61_000))).toMatchObject(UNTRUSTED);
    expect(await count()).toBe(before);
  });

  it('is told nothing about what is wrong with its request', async () => {
    expect(await post(VAULT_PATHS.createKey, Buffer.from('{'))).toMatchObject(UNTRUSTED);
    expect(await post(VAULT_PATHS.createKey, Buffer.from('{"a":1}'))).toMatchObject(UNTRUSTED);
  });

  it.each([{ secret: 'x'.repeat(43) }, { direction: 'gateway->app:pdf' }, { direction: 'app:pdf->gateway' }, { audience: 'gateway' }])('is refused when it signs with %p', async (how) => {
    const call = vault.clientAs(how).json('POST', VAULT_PATHS.createKey, JSON.parse(body().toString()));
    await expect(call).rejects.toMatchObject({ code: 'CALLER_UNTRUSTED' });
  });

  it('cannot send a request of the gateway a second time', async () => {
    const bytes = body();
    const mac = sign(VAULT_PATHS.createKey, bytes);
    expect((await post(VAULT_PATHS.createKey, bytes, mac)).status).toBe(201);
    expect(await post(VAULT_PATHS.createKey, bytes, mac)).toMatchObject(UNTRUSTED);
  });

  it('cannot use the signature of one route at another', async () => {
    const bytes = body();
    expect(await post(VAULT_PATHS.destroyKey, bytes, sign(VAULT_PATHS.createKey, bytes))).toMatchObject(UNTRUSTED);
  });
});

describe('a signed request', () => {
  it.each(['', '{', '"text', '\u0000'])('with the body "%s" is malformed', async (text) => {
    const bytes = Buffer.from(text);
    expect(await post(VAULT_PATHS.createKey, bytes, sign(VAULT_PATHS.createKey, bytes))).toMatchObject({ status: 400, body: { error: { code: 'MALFORMED_BODY' } } });
  });

  it('of more than 1 MiB is too large, before it has arrived', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': 1024 * 1024 + 1, [INTERNAL_HEADERS.mac]: sign(VAULT_PATHS.createKey, Buffer.alloc(0)) };
    const answer = await bareRequest(socket(), { method: 'POST', path: VAULT_PATHS.createKey, headers }, Buffer.from('{"ownerId":"x'));
    expect(answer.status).toBe(413);
  });
});

describe('open routes', () => {
  it('tell health without a signature, and what is down', async () => {
    const ask = async (path: string) => {
      const answer = await bareRequest(socket(), { path });
      return { status: answer.status, body: JSON.parse(answer.text) as unknown };
    };
    expect(await ask('/health/live')).toMatchObject({ status: 200, body: { service: 'vault' } });
    expect(await ask('/health/ready')).toMatchObject({ status: 200, body: { dependencies: { database: { status: 'up' }, keys: { status: 'up' } } } });
    await rename(vault.config.keyFile, `${vault.config.keyFile}.away`);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await ask('/health/ready')).toMatchObject({ status: 503, body: { status: 'unavailable', dependencies: { keys: { status: 'down', needed: true } } } });
    await rename(`${vault.config.keyFile}.away`, vault.config.keyFile);
  });

  it('give metrics', async () => {
    const answer = await bareRequest(socket(), { path: '/metrics' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('process_cpu');
  });
});
