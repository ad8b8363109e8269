import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KeyBinding, KeyVersions, VAULT_KEY_VERSION_PATHS } from '@mateship/contracts';
import { DataSource } from 'typeorm';
import { KeyOpener } from '../src/keys/key-opener.js';
import { KeyRepository } from '../src/keys/key.repository.js';
import { RewrapRepository, FIRST } from '../src/rotation/rewrap.repository.js';
import { RewrapWorker } from '../src/rotation/rewrap.worker.js';
import { RotationService } from '../src/rotation/rotation.service.js';
import { ADAPTERS } from './adapters.js';
import { gatewayCalls, type RunningVault, startVault } from './running-vault.js';

const WORKER_LOCK = 0x72777270;
const IN_AN_HOUR = () => new Date(Date.now() + 3_600_000).toISOString();
const binding = (): KeyBinding => ({ purpose: 'chat', ownerId: randomUUID(), objectId: randomUUID() });

describe.each(ADAPTERS)('the versions of key-encryption keys in %s', (adapter) => {
  let vault: RunningVault;
  let calls: Awaited<ReturnType<typeof gatewayCalls>>;
  beforeEach(async () => {
    vault = await startVault({ rotateDays: 90 }, adapter);
    calls = await gatewayCalls(vault.client);
  });
  afterEach(() => vault.close());

  const part = <T>(type: new (...args: never[]) => T): T => vault.service.app.get(type as never);
  const status = () => vault.client.json('GET', VAULT_KEY_VERSION_PATHS.status, undefined, KeyVersions);
  const post = (path: keyof typeof VAULT_KEY_VERSION_PATHS, body: object = {}) => vault.client.json('POST', VAULT_KEY_VERSION_PATHS[path], { actor: 'ada', ...body }, KeyVersions);
  const row = async (keyId: string) => (await vault.query<{ wrapped: Buffer; kek_version: number }>('SELECT wrapped, kek_version FROM data_key WHERE id = $1', [keyId]))[0]!;
  const audit = () => vault.query<{ actor: string; action: string; version: number }>('SELECT actor, action, version FROM key_version_audit ORDER BY id');
  const left = async (count: number) => {
    for (let tries = 0; (await status()).rewrap.left !== count; tries += 1) {
      if (tries > 400) throw new Error('it never comes to that');
      await sleep(20);
    }
  };
  const rotateFully = async () => {
    await post('rotate');
    await left(0);
  };
  const aKey = async () => {
    const place = binding();
    const sealed = await calls.create(place);
    return { place, keyId: sealed.keyId, dek: await calls.unseal(place, sealed) };
  };
  const reads = async ({ place, keyId, dek }: Awaited<ReturnType<typeof aKey>>) => (await calls.unseal(place, await calls.open(place, keyId))).equals(dek);

  /** Whether the key of the first version is still where it was. */
  async function watchFirstVersion(): Promise<() => Promise<boolean>> {
    if (vault.fake) {
      const { address, rootToken } = vault.fake;
      return async () => {
        const answer = await fetch(`${address}/v1/transit/keys/mateship-chat`, { headers: { 'X-Vault-Token': rootToken } });
        return ((await answer.json()) as { data: { min_available_version: number } }).data.min_available_version < 2;
      };
    }
    const { secret } = (JSON.parse(await readFile(vault.config.keyFile, 'utf8')) as { roots: { secret: string }[] }).roots[0]!;
    return async () => (await readFile(vault.config.keyFile, 'utf8')).includes(secret);
  }

  it('begin with one, which is due in as many days as are set', async () => {
    await aKey();
    const { versions, ...rest } = await status();
    expect(versions).toEqual([{ version: 1, createdAt: expect.any(String) as string, keys: 1 }]);
    expect(rest).toMatchObject({ current: 1, least: 1, lastRotationAt: null, holds: [], rewrap: { total: 1, left: 0, failures: 0, perSecond: 0 } });
    expect(Date.parse(rest.nextRotationAt!) - Date.parse(versions[0]!.createdAt)).toBe(90 * 86_400_000);
  });

  it('gain one by a rotation, which takes all keys along and leaves them as they were', async () => {
    const before = await Promise.all([aKey(), aKey(), aKey()]);
    const old = await row(before[0].keyId);
    const answer = await post('rotate');
    expect(answer).toMatchObject({ current: 2, least: 1, lastRotationAt: answer.versions[1]!.createdAt });
    const after = await aKey();
    expect((await row(after.keyId)).kek_version).toBe(2);
    await left(0);
    expect((await status()).versions.map(({ version, keys }) => [version, keys])).toEqual([[1, 0], [2, 4]]);
    expect((await row(before[0].keyId)).wrapped).not.toEqual(old.wrapped);
    for (const key of [...before, after]) expect(await reads(key)).toBe(true);
    expect(await audit()).toEqual([{ actor: 'ada', action: 'rotate', version: 2 }]);
  });

  it('are not rotated again before the last rotation is applied', async () => {
    await aKey();
    await part(RewrapWorker).stop();
    await post('rotate');
    await expect(post('rotate')).rejects.toMatchObject({ code: 'KEY_ROTATION_RUNNING' });
    expect((await status()).current).toBe(2);
  });

  it('are made one after the other when several ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => post('rotate')));
    expect(answers.map(({ current }) => current).sort()).toEqual([2, 3, 4, 5]);
    expect((await status()).versions.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  });

  it('go on with the work of a process that died, when the next one starts', async () => {
    const key = await aKey();
    await part(RewrapWorker).stop();
    await post('rotate');
    await vault.restart();
    await left(0);
    expect(await reads(key)).toBe(true);
  });

  it('have one worker over all processes', async () => {
    await aKey();
    const other = part(DataSource).createQueryRunner();
    await other.query('SELECT pg_advisory_lock($1)', [WORKER_LOCK]);
    await post('rotate');
    await sleep(300);
    expect((await status()).rewrap.left).toBe(1);
    await other.query('SELECT pg_advisory_unlock($1)', [WORKER_LOCK]);
    await other.release();
    await left(0);
  });

  it('leave a key alone that was changed while it was rewrapped', async () => {
    await part(RewrapWorker).stop();
    const [kept, destroyed] = [await aKey(), await aKey()];
    const runner = part(DataSource).createQueryRunner();
    const batch = await part(RewrapRepository).batch(runner, 2, FIRST, 500);
    await calls.destroy(destroyed.place, destroyed.keyId);
    const other = randomBytes(112);
    await vault.query('UPDATE data_key SET wrapped = $2 WHERE id = $1', [kept.keyId, other]);
    expect(await part(RewrapRepository).replace(runner, batch.map((of) => ({ row: of, wrapped: randomBytes(112), version: 1 })))).toBe(0);
    await runner.release();
    expect([(await row(kept.keyId)).wrapped, (await row(destroyed.keyId)).wrapped]).toEqual([other, null]);
  });

  it('read all batches, in order and without an end in between', async () => {
    await part(RewrapWorker).stop();
    for (let made = 0; made < 5; made += 1) await aKey();
    const runner = part(DataSource).createQueryRunner();
    const seen: string[] = [];
    for (let after = FIRST; ; ) {
      const batch = await part(RewrapRepository).batch(runner, 2, after, 2);
      if (batch.length === 0) break;
      seen.push(...batch.map(({ keyId }) => keyId));
      after = batch.at(-1)!;
    }
    await runner.release();
    expect(seen).toEqual((await vault.query<{ id: string }>('SELECT id FROM data_key ORDER BY id')).map(({ id }) => id));
  });

  describe('when a key does not open', () => {
    it('count it, take the others along, and start again after that', async () => {
      const [damaged, sound] = [await aKey(), await aKey()];
      const { wrapped } = await row(damaged.keyId);
      wrapped[80]! ^= 1;
      await vault.query('UPDATE data_key SET wrapped = $2 WHERE id = $1', [damaged.keyId, wrapped]);
      await post('rotate');
      await left(1);
      await vault.restart();
      for (let tries = 0; (await status()).rewrap.failures === 0 && tries < 3000; tries += 1) await sleep(20);
      expect((await status()).rewrap).toMatchObject({ total: 2, left: 1, failures: 1 });
      expect(await reads(sound)).toBe(true);
      expect((await row(damaged.keyId)).wrapped).toEqual(wrapped);
      await expect(post('retire', { below: 2 })).rejects.toMatchObject({ code: 'KEY_VERSION_IN_USE', details: { keys: 1 } });
      expect((await post('rotate')).current).toBe(3);
    });
  });

  describe('that are retired', () => {
    it('open nothing any more, and are gone from where they were', async () => {
      const key = await aKey();
      const { wrapped } = await row(key.keyId);
      const isKept = await watchFirstVersion();
      expect(await isKept()).toBe(true);
      await rotateFully();
      expect(await post('retire', { below: 2 })).toMatchObject({ current: 2, least: 2, versions: [{ version: 2 }] });
      expect(await reads(key)).toBe(true);
      await vault.query('UPDATE data_key SET wrapped = $2 WHERE id = $1', [key.keyId, wrapped]);
      await expect(calls.open(key.place, key.keyId)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
      expect(await isKept()).toBe(false);
      expect((await audit()).at(-1)).toEqual({ actor: 'ada', action: 'retire', version: 2 });
    });

    it('may be retired again, and then nothing happens', async () => {
      await rotateFully();
      await post('retire', { below: 2 });
      expect((await post('retire', { below: 1 })).least).toBe(2);
      expect((await post('retire', { below: 2 })).least).toBe(2);
      expect((await audit()).length).toBe(2);
    });

    it('are never ones that a key needs, nor the current one', async () => {
      const key = await aKey();
      await part(RewrapWorker).stop();
      await post('rotate');
      await expect(post('retire', { below: 2 })).rejects.toMatchObject({ code: 'KEY_VERSION_IN_USE', details: { keys: 1 } });
      await expect(post('retire', { below: 3 })).rejects.toMatchObject({ code: 'KEY_VERSION_IN_USE' });
      expect((await status()).least).toBe(1);
      expect(await reads(key)).toBe(true);
      expect((await calls.create(binding())).epoch).toBe(1);
    });

    it('take nobody by surprise who read a key just before', async () => {
      const key = await aKey();
      const stale = (await part(KeyRepository).find(key.place, key.keyId))!;
      await rotateFully();
      await post('retire', { below: 2 });
      expect(await part(KeyOpener).open(stale)).toEqual(key.dek);
    });

    it('get no key any more, whoever is late', async () => {
      const { keyId } = await aKey();
      await rotateFully();
      await post('retire', { below: 2 });
      const late = { ...binding(), keyId: randomUUID(), epoch: 1, wrapped: (await row(keyId)).wrapped, kekVersion: 1 };
      await expect(part(KeyRepository).create(late, 'test')).rejects.toMatchObject({ driverError: { code: 'KV001' } });
      expect(await vault.query('SELECT 1 FROM key_audit WHERE key_id = $1', [late.keyId])).toEqual([]);
    });

    it('wait for a key that is being written under them', async () => {
      await rotateFully();
      const writer = part(DataSource).createQueryRunner();
      await writer.startTransaction();
      await writer.query(`INSERT INTO data_key (id, purpose, owner_id, object_id, epoch, wrapped, kek_version) VALUES (gen_random_uuid(), 'chat', 'a', 'b', 1, '\\x00', 1)`);
      const retiring = post('retire', { below: 2 });
      await sleep(200);
      await writer.commitTransaction();
      await writer.release();
      await expect(retiring).rejects.toMatchObject({ code: 'KEY_VERSION_IN_USE', details: { keys: 1 } });
      expect((await status()).least).toBe(1);
    });

    it('are retired in the file by the next start when the process died in between', async () => {
      await rotateFully();
      await vault.query('UPDATE key_floor SET least = 2');
      expect((await status()).least).toBe(1);
      await vault.restart();
      expect((await status()).least).toBe(2);
    });
  });

  describe('that a backup needs', () => {
    it('are not retired until its time is over', async () => {
      await rotateFully();
      const hold = { backupId: 'nightly', leastVersion: 1, until: IN_AN_HOUR() };
      expect((await post('hold', hold)).holds).toEqual([hold]);
      await expect(post('retire', { below: 2 })).rejects.toMatchObject({ code: 'KEY_VERSION_IN_USE', details: { holds: [hold] } });
      await vault.query(`UPDATE key_version_hold SET until = now() - interval '1 second'`);
      expect(await post('retire', { below: 2 })).toMatchObject({ least: 2, holds: [] });
    });

    it('are held once for each backup, by its newest word', async () => {
      await post('rotate');
      await post('hold', { backupId: 'nightly', leastVersion: 1, until: IN_AN_HOUR() });
      await post('hold', { backupId: 'nightly', leastVersion: 2, until: IN_AN_HOUR() });
      expect((await status()).holds.map(({ leastVersion }) => leastVersion)).toEqual([2]);
      expect((await post('retire', { below: 2 })).least).toBe(2);
    });

    it('must be there', async () => {
      await rotateFully();
      await post('retire', { below: 2 });
      await expect(post('hold', { backupId: 'old', leastVersion: 1, until: IN_AN_HOUR() })).rejects.toMatchObject({ code: 'KEY_VERSION_IN_USE' });
      await expect(post('hold', { backupId: 'odd', leastVersion: 3, until: IN_AN_HOUR() })).rejects.toMatchObject({ code: 'KEY_VERSION_IN_USE' });
    });
  });

  it('are rotated by the schedule when they are old enough, and not before', async () => {
    const rotation = part(RotationService);
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
    expect(await rotation.rotateIfDue(inDays(89))).toBe(false);
    expect(await rotation.rotateIfDue(inDays(91))).toBe(true);
    expect(await rotation.rotateIfDue(inDays(89))).toBe(false);
    expect(await audit()).toEqual([{ actor: 'schedule', action: 'rotate', version: 2 }]);
  });

  it('are the business of nobody who is not the gateway', async () => {
    const stranger = vault.clientAs({ secret: 'x'.repeat(43) });
    for (const path of Object.values(VAULT_KEY_VERSION_PATHS)) {
      const method = path === VAULT_KEY_VERSION_PATHS.status ? 'GET' : 'POST';
      await expect(stranger.json(method, path, method === 'GET' ? undefined : { actor: 'ada', below: 1 })).rejects.toMatchObject({ code: 'CALLER_UNTRUSTED' });
    }
    expect(await audit()).toEqual([]);
  });

  it.each([
    ['rotate', { actor: undefined }],
    ['rotate', { below: 2 }],
    ['retire', {}],
    ['retire', { below: 0 }],
    ['retire', { below: '2' }],
    ['hold', { backupId: '', leastVersion: 1, until: IN_AN_HOUR() }],
    ['hold', { backupId: 'x', leastVersion: 1, until: 'tomorrow' }],
  ] as const)('are not changed by a wrong request: %s %j', async (path, body) => {
    await expect(post(path, body)).rejects.toMatchObject({ status: 400 });
    expect(await audit()).toEqual([]);
  });
});
