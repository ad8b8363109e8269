import { randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeyVersions, VAULT_KEY_VERSION_PATHS } from '@mateship/contracts';
import { prepareVault } from '@mateship/vault-session/preparation';
import { createApp } from '../src/app.js';
import { RewrapWorker } from '../src/rotation/rewrap.worker.js';
import { startTransit, type Transit } from './adapters.js';
import { KeyLoad } from './key-load.js';
import { gatewayCalls, type RunningVault, startVault } from './running-vault.js';
import { VaultProcess } from './vault-process.js';

const CHATS = 2000;
const KILLS = 10;

describe('moving keys from a key file to transit', () => {
  let vault: RunningVault;
  let transit: Transit;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'vault-move-'));
    [vault, transit] = [await startVault(), await startTransit(folder)];
  });
  afterEach(async () => {
    await vault.close();
    await transit.fake.close();
    await rm(folder, { recursive: true, force: true });
  });

  const status = () => vault.client.json('GET', VAULT_KEY_VERSION_PATHS.status, undefined, KeyVersions);
  const post = (name: 'rotate' | 'retire', body: object = {}) => vault.client.json('POST', VAULT_KEY_VERSION_PATHS[name], { actor: 'ada', ...body }, KeyVersions);
  const inFile = async () => (await vault.query<{ count: number }>(`SELECT count(*)::int AS count FROM data_key WHERE wrapped IS NOT NULL AND substr(wrapped, 1, 7) <> 'vault:v'::bytea`))[0]!.count;
  const untilMoved = async () => {
    for (let tries = 0; (await inFile()) > 0; tries += 1) {
      if (tries > 3000) throw new Error('the keys are never moved');
      await sleep(20);
    }
  };
  const aKey = async () => {
    const calls = await gatewayCalls(vault.client);
    const place = { purpose: 'file' as const, ownerId: randomUUID(), objectId: randomUUID() };
    const sealed = await calls.create(place);
    const dek = await calls.unseal(place, sealed);
    return { keyId: sealed.keyId, opens: async () => (await calls.unseal(place, await calls.open(place, sealed.keyId))).equals(dek) };
  };

  it('goes on over kills at any point, while others read, write and destroy, and loses no key', async () => {
    const load = new KeyLoad(await gatewayCalls(vault.client));
    await load.create(CHATS);
    await post('rotate');
    for (let tries = 0; (await status()).rewrap.left > 0 && tries < 3000; tries += 1) await sleep(20);
    await vault.restart({ keys: transit.keys });
    // Others do the work, so that they can be killed while this vault serves.
    await vault.service.app.get(RewrapWorker).stop();
    load.start(4, 2);
    // A process of its own logs in on its own.
    const other = await startOtherLogin();
    let interrupted = 0;
    let worker = await VaultProcess.start(other, folder);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(randomInt(60));
      await worker.kill();
      if ((await inFile()) > 0) interrupted += 1;
      worker = await VaultProcess.start(other, folder);
    }
    await untilMoved();
    await load.stop();
    await load.readAll();
    await worker.kill();

    expect(load.failures).toEqual([]);
    expect([await inFile(), load.known.length > CHATS, load.writes > 0]).toEqual([0, true, true]);
    expect(interrupted).toBeGreaterThan(0);
    const { current, versions } = await status();
    expect([current, versions.map(({ version }) => version)]).toEqual([3, [1, 2, 3]]);
    expect(versions.map(({ keys }) => keys > 0)).toEqual([false, false, true]);

    // Nothing needs the file any more.
    await post('retire', { below: 3 });
    await rm(vault.config.keyFile);
    await vault.restart();
    await load.readAll();
    expect(load.failures).toEqual([]);
    expect((await status()).versions.map(({ version }) => version)).toEqual([3]);
  }, 300_000);

  /** The configuration for a second process: the same role, with a secret id file that the first one does not use. */
  async function startOtherLogin(): Promise<RunningVault['config']> {
    const output = path.join(folder, 'other');
    await prepareVault({ address: transit.fake.address, token: transit.fake.rootToken, policies: path.resolve(__dirname, '../../../deploy/vault/policies'), output, renew: ['vault'] });
    const file = (name: string): string => path.join(output, 'vault', name);
    return { ...vault.config, keys: { ...transit.keys, roleIdFile: file('role-id'), secretIdFile: file('secret-id'), firstSecretIdFile: file('first-secret-id') } };
  }

  it('puts new keys into transit at once, and rotates there alone', async () => {
    const old = await aKey();
    const file = await readFile(vault.config.keyFile, 'utf8');
    await vault.restart({ keys: transit.keys });
    const fresh = await aKey();
    const [row] = await vault.query<{ wrapped: Buffer; version: number }>('SELECT wrapped, kek_version AS version FROM data_key WHERE id = $1', [fresh.keyId]);
    expect([row!.wrapped.toString('latin1').slice(0, 9), row!.version]).toEqual(['vault:v2:', 2]);
    await untilMoved();
    expect((await post('rotate')).current).toBe(3);
    expect(await readFile(vault.config.keyFile, 'utf8')).toBe(file);
    expect([await old.opens(), await fresh.opens()]).toEqual([true, true]);
  });

  it('waits while Vault is sealed, and goes on by itself', async () => {
    await vault.service.app.get(RewrapWorker).stop();
    const key = await aKey();
    await vault.restart({ keys: transit.keys });
    transit.fake.seal();
    await sleep(50);
    transit.fake.unseal();
    await untilMoved();
    expect(await key.opens()).toBe(true);
  });

  it('is not undone by mistake: a start with the key file alone, or without it too early, is refused', async () => {
    const key = await aKey();
    await vault.restart({ keys: transit.keys });
    await untilMoved();
    const listen = { internal: '127.0.0.1:0' };
    await expect(createApp({ ...vault.config, listen, keys: { kind: 'file' } })).rejects.toThrow(/when its keys were moved to Vault, configure keys.kind transit/);
    expect(await key.opens()).toBe(true);
  });

  it('needs the key file until it is done', async () => {
    await aKey();
    await expect(createApp({ ...vault.config, listen: { internal: '127.0.0.1:0' }, keys: transit.keys, keyFile: path.join(folder, 'absent.json') })).rejects.toThrow(/still under a key file, put that back/);
  });
});
