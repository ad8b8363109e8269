import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeyVersions, VAULT_KEY_VERSION_PATHS } from '@mateship/contracts';
import { RewrapWorker } from '../src/rotation/rewrap.worker.js';
import { KeyLoad } from './key-load.js';
import { gatewayCalls, type RunningVault, startVault } from './running-vault.js';
import { VaultProcess } from './vault-process.js';

const CHATS = 1000;
const ROTATIONS = 10;
const KILLS_EACH = 2;

describe('ten rotations under load, with the worker killed twenty times', () => {
  let vault: RunningVault;
  beforeAll(async () => {
    vault = await startVault();
  });
  afterAll(() => vault.close());

  const status = () => vault.client.json('GET', VAULT_KEY_VERSION_PATHS.status, undefined, KeyVersions);
  const behind = async (version: number) => (await vault.query<{ count: number }>('SELECT count(*)::int AS count FROM data_key WHERE wrapped IS NOT NULL AND kek_version < $1', [version]))[0]!.count;
  const another = () => VaultProcess.start(vault.config, path.dirname(path.dirname(vault.config.keyFile)));

  /** Sees to it that the version is the current one; whoever it asks may be killed in the middle of it. */
  async function rotateTo(version: number, asked: VaultProcess): Promise<void> {
    if ((await status()).current < version) await asked.client.json('POST', VAULT_KEY_VERSION_PATHS.rotate, { actor: 'test' }, KeyVersions);
  }

  it('fail no read, leave every key under the newest version, and then refuse the old ones', async () => {
    // Others do the work, so that they can be killed while this vault serves.
    await vault.service.app.get(RewrapWorker).stop();
    const load = new KeyLoad(await gatewayCalls(vault.client));
    await load.create(CHATS);
    const [old] = await vault.query<{ id: string; wrapped: Buffer }>('SELECT id, wrapped FROM data_key ORDER BY id LIMIT 1');
    const oldFile = await readFile(vault.config.keyFile, 'utf8');
    load.start(4, 2);

    let worker = await another();
    let kills = 0;
    let interrupted = 0;
    for (let version = 2; version <= ROTATIONS + 1; version += 1) {
      for (let kill = 0; kill < KILLS_EACH; kill += 1) {
        const rotating = rotateTo(version, worker).catch(() => null);
        await sleep(randomInt(120));
        await worker.kill();
        await rotating;
        kills += 1;
        if ((await behind(version)) > 0) interrupted += 1;
        worker = await another();
      }
      await rotateTo(version, worker);
      for (let tries = 0; (await behind(version)) > 0; tries += 1) {
        if (tries > 1500) throw new Error('the worker does not come to an end');
        await sleep(20);
      }
    }
    await load.stop();
    for (let tries = 0; tries < 5000 && (await behind(ROTATIONS + 1)) > 0; tries += 1) await sleep(20);
    await worker.kill();
    await load.readAll();

    expect({ failures: load.failures, kills, current: (await status()).current }).toEqual({ failures: [], kills: 20, current: 11 });
    expect(await behind(ROTATIONS + 1)).toBe(0);
    expect(load.known.length).toBeGreaterThan(CHATS);
    expect(load.reads).toBeGreaterThan(CHATS);
    expect(interrupted).toBeGreaterThan(3);

    const { least, versions } = await vault.client.json('POST', VAULT_KEY_VERSION_PATHS.retire, { below: 11, actor: 'test' }, KeyVersions);
    expect([least, versions.map(({ version }) => version)]).toEqual([11, [11]]);
    const file = await readFile(vault.config.keyFile, 'utf8');
    for (const { secret } of (JSON.parse(oldFile) as { roots: { secret: string }[] }).roots) expect(file).not.toContain(secret);
    await vault.query('UPDATE data_key SET wrapped = $2 WHERE id = $1', [old!.id, old!.wrapped]);
    const { place } = load.known.find(({ keyId }) => keyId === old!.id)!;
    await expect((await gatewayCalls(vault.client)).open(place, old!.id)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
    await expect(vault.query('UPDATE data_key SET kek_version = 1 WHERE id = $1', [old!.id])).rejects.toThrow(/retired/);
  }, 300_000);
});
