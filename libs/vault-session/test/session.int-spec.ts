import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { z } from 'zod';
import { VaultSettings } from '../src/index.js';
import { VaultClient } from '../src/vault-client.js';
import { PreparedVault, until } from './prepared-vault.js';

const ANY = z.unknown();
const KEY = { method: 'GET', path: 'transit/keys/mateship-chat', answer: z.object({ data: z.object({ latest_version: z.int() }) }) } as const;

describe('a session', () => {
  let vault: PreparedVault;
  beforeEach(async () => {
    vault = await PreparedVault.start();
  });
  afterEach(() => vault.close());

  /** Lives of the service's tokens, in seconds. */
  const live = (ttl: number, max: number) => vault.ask('POST', 'auth/approle/role/mateship-vault', { token_ttl: ttl, token_max_ttl: max });

  it('renews its token before it ends', async () => {
    await live(3, 3600);
    const session = await vault.session();
    const { tokenEndsAt } = session.state();
    await until(() => session.state().tokenEndsAt > tokenEndsAt);
    expect([vault.count('/renew-self') > 0, vault.count('/approle/login')]).toEqual([true, 1]);
  });

  it('logs in anew before its longest life ends, and tells those who hold leases', async () => {
    await live(3, 4);
    const session = await vault.session();
    let told = 0;
    session.onRelogin(() => {
      told += 1;
      throw new Error('a listener that fails is its own concern');
    });
    await until(() => told > 1);
    expect((await session.request(KEY)).data.latest_version).toBe(1);
    expect(vault.count('/approle/login')).toBeGreaterThan(2);
  });

  it('logs in anew when the server has lost its token, within the request', async () => {
    const session = await vault.session();
    let told = 0;
    const stop = session.onRelogin(() => void (told += 1));
    vault.fake.forget();
    const answers = await Promise.all([session.request(KEY), session.request(KEY), session.request(KEY)]);
    expect(answers.map(({ data }) => data.latest_version)).toEqual([1, 1, 1]);
    expect([told, vault.count('/approle/login')]).toEqual([1, 2]);
    stop();
    vault.fake.forget();
    await session.request(KEY);
    expect(told).toBe(1);
  });

  it('does not log in anew for a right that it does not have', async () => {
    const session = await vault.session();
    await expect(session.request({ method: 'GET', path: 'sys/mounts', answer: ANY })).rejects.toMatchObject({ kind: 'denied', isOutage: false });
    expect([vault.count('/approle/login'), session.state().fault]).toEqual([1, null]);
  });

  it.each([
    ['sealed', () => vault.fake.seal()],
    ['slow', () => vault.fake.slow(30_000)],
    ['broken', () => vault.fake.breakWith(500)],
    ['broken', () => vault.fake.breakWith('garbage')],
    ['unreachable', () => vault.fake.breakWith('cut')],
  ] as const)('says what is the matter, and is itself again afterwards: %s', async (kind, act) => {
    const session = await vault.session('vault', { timeoutMs: 200 });
    act();
    await expect(session.request(KEY)).rejects.toMatchObject({ kind, isOutage: true });
    expect(session.state().fault).toBe(kind);
    vault.fake.unseal();
    vault.fake.slow(null);
    vault.fake.breakWith(null);
    expect((await session.request(KEY)).data.latest_version).toBe(1);
    expect(session.state().fault).toBeNull();
  });

  it.each([
    ['absent', { method: 'GET', path: 'transit/keys/mateship-chat', answer: ANY }, 404],
    ['refused', { method: 'POST', path: 'transit/decrypt/mateship-chat', body: { ciphertext: 'x', context: 'eA==' }, answer: ANY }, null],
  ] as const)('tells a request that is wrong from an outage: %s', async (kind, request, status) => {
    const session = await vault.session();
    if (status !== null) vault.fake.breakWith(status, /transit/);
    await expect(session.request(request)).rejects.toMatchObject({ kind, isOutage: false });
  });

  it('takes an answer of another shape for none', async () => {
    const session = await vault.session();
    await expect(session.request({ ...KEY, answer: z.object({ data: z.string() }) })).rejects.toMatchObject({ kind: 'broken' });
  });

  it('goes on by itself after an outage that outlived its token', async () => {
    await live(2, 3600);
    const session = await vault.session('vault', { timeoutMs: 300 });
    vault.fake.seal();
    await until(() => !session.state().isLoggedIn);
    vault.fake.unseal();
    await until(() => session.state().isLoggedIn);
    expect((await session.request(KEY)).data.latest_version).toBe(1);
  });

  it('stops for a caller who leaves', async () => {
    const session = await vault.session();
    vault.fake.slow(30_000);
    const gone = new Error('gone');
    const end = new AbortController();
    const asking = session.request({ ...KEY, signal: end.signal });
    end.abort(gone);
    await expect(asking).rejects.toBe(gone);
  });

  it('shows no secret in a fault', async () => {
    const session = await vault.session();
    vault.fake.breakWith(500);
    const fault: unknown = await session.request({ method: 'POST', path: 'transit/encrypt/mateship-chat', body: { plaintext: 'c2VjcmV0' }, answer: ANY }).catch((error: unknown) => error);
    expect(inspect(fault, { depth: 9, showHidden: true })).not.toMatch(/c2VjcmV0|X-Vault-Token|hvs\.|\bs\.[A-Za-z0-9]{20}/i);
  });

  it('revokes its token when it is closed, and asks nothing more', async () => {
    const session = await vault.session();
    await session.close();
    expect(vault.count('/revoke-self')).toBe(1);
    await expect(session.request(KEY)).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('sending a request', () => {
  const servers: Server[] = [];
  const listen = async (server: Server): Promise<string> => {
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  it('takes the token to no other place', async () => {
    let visits = 0;
    const thief = await listen(createServer((_request, response) => void response.end(String((visits += 1)))));
    const address = await listen(createServer((_request, response) => void response.writeHead(307, { location: thief }).end()));
    const client = new VaultClient(address, undefined, 1000);
    await expect(client.request('token', { method: 'GET', path: 'sys/health', answer: z.object({}) })).rejects.toMatchObject({ kind: 'broken' });
    client.close();
    expect(visits).toBe(0);
  });

  it('reads no answer without end', async () => {
    const address = await listen(createServer((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    }));
    const client = new VaultClient(address, undefined, 1900);
    await expect(client.request('token', { method: 'GET', path: 'transit/keys/one', answer: ANY })).rejects.toMatchObject({ isOutage: true });
    client.close();
  });

  it('gives up an answer that trickles', async () => {
    const address = await listen(createServer((_request, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(timer));
    }));
    const client = new VaultClient(address, undefined, 200);
    await expect(client.request('token', { method: 'GET', path: 'transit/keys/one', answer: ANY })).rejects.toMatchObject({ kind: 'slow' });
    client.close();
  });
});

it('names every wrong setting at once', () => {
  const { error } = VaultSettings.safeParse({ address: 'ldap://vault', role: 'A B', roleIdFile: '', secretIdFile: 's', firstSecretIdFile: 'f', secretIdCidrs: ['300.0.0.0/8'], timeoutMs: 5000 });
  expect(error?.issues.map(({ path }) => path[0])).toEqual(['address', 'role', 'roleIdFile', 'secretIdCidrs', 'timeoutMs']);
});

it.each([
  ['http://127.0.0.1:8200', true],
  ['http://openbao:8200', true],
  ['https://vault.example.org:8200', true],
  ['http://vault.example.org:8200', false],
  ['http://10.0.0.7:8200', false],
])('lets no secret cross a network in plain text: %s', (address, isTaken) => {
  expect(VaultSettings.shape.address.safeParse(address).success).toBe(isTaken);
});
