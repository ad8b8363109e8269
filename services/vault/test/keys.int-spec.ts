import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { type KeyBinding, VAULT_PATHS } from '@mateship/contracts';
import { createApp } from '../src/app.js';
import { ADAPTERS } from './adapters.js';
import { gatewayCalls, type RunningVault, startVault } from './running-vault.js';

const binding = (purpose: KeyBinding['purpose'] = 'chat'): KeyBinding => ({ purpose, ownerId: randomUUID(), objectId: randomUUID() });

describe.each(ADAPTERS)('with keys in %s', (adapter) => {
  let vault: RunningVault;
  beforeAll(async () => {
    vault = await startVault({}, adapter);
  });
  afterAll(() => vault.close());
  const row = async (keyId: string) => (await vault.query<Record<string, unknown>>('SELECT * FROM data_key WHERE id = $1', [keyId]))[0]!;
  const audits = (keyId: string) => vault.query<{ caller: string; action: string; ok: boolean }>('SELECT caller, action, ok FROM key_audit WHERE key_id = $1 ORDER BY id', [keyId]);

  describe('creating and opening a key', () => {
    it.each(['chat', 'file', 'mate'] as const)('gives the same 32 bytes to create and to open: %s', async (purpose) => {
      const [creating, opening] = [await gatewayCalls(vault.client), await gatewayCalls(vault.client)];
      const place = binding(purpose);
      const created = await creating.create(place);
      const dek = await creating.unseal(place, created);
      expect(dek.length).toBe(32);
      expect(created.epoch).toBe(1);
      const opened = await opening.open(place, created.keyId);
      expect(await opening.unseal(place, opened)).toEqual(dek);
      await expect(creating.unseal(place, opened)).rejects.toThrow();
    });

    it('stores the key wrapped only', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      const created = await calls.create(place);
      const dek = await calls.unseal(place, created);
      const { wrapped, kek_version: version, state } = await row(created.keyId);
      expect((wrapped as Buffer).length).toBe(adapter === 'file' ? 112 : 'vault:v1:'.length + 80);
      for (const form of [dek, dek.toString('base64'), dek.toString('base64url'), dek.toString('hex')]) expect((wrapped as Buffer).includes(form)).toBe(false);
      expect([version, state]).toEqual([1, 'active']);
    });

    it('counts epochs when an object is re-keyed, and keeps older ones openable', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      const [first, second] = [await calls.create(place), await calls.create(place)];
      expect([first.epoch, second.epoch]).toEqual([1, 2]);
      expect(await calls.unseal(place, await calls.open(place, first.keyId))).toEqual(await calls.unseal(place, first));
      expect(await calls.unseal(place, first)).not.toEqual(await calls.unseal(place, second));
    });

    it('gives every one of several creations at once an epoch of its own', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      const created = await Promise.all(Array.from({ length: 4 }, () => calls.create(place)));
      expect(created.map(({ epoch }) => epoch).sort()).toEqual([1, 2, 3, 4]);
    });

    it('gives the key the id that was asked for, and no second key that id', async () => {
      const calls = await gatewayCalls(vault.client);
      const [place, keyId] = [binding(), randomUUID()];
      const created = await calls.create(place, keyId);
      expect(created.keyId).toBe(keyId);
      for (const again of [place, binding()]) await expect(calls.create(again, keyId)).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
      expect(await calls.unseal(place, await calls.open(place, keyId))).toEqual(await calls.unseal(place, created));
    });

    it('does not create a key for an object of somebody else', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      await calls.create(place);
      await expect(calls.create({ ...place, ownerId: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('opens keys after a restart', async () => {
      const own = await startVault({}, adapter);
      try {
        const calls = await gatewayCalls(own.client);
        const place = binding();
        const created = await calls.create(place);
        await own.restart();
        expect(await calls.unseal(place, await calls.open(place, created.keyId))).toEqual(await calls.unseal(place, created));
      } finally {
        await own.close();
      }
    });
  });

  describe('a key in another place', () => {
    it('is not found, with the same answer as one that never was', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      const { keyId } = await calls.create(place);
      const destroyed = await calls.create(place);
      await calls.destroy(place, destroyed.keyId);
      const attempts = [
        calls.open({ ...place, ownerId: randomUUID() }, keyId),
        calls.open({ ...place, objectId: randomUUID() }, keyId),
        calls.open({ ...place, purpose: 'file' }, keyId),
        calls.open(place, randomUUID()),
        calls.open(place, destroyed.keyId),
      ];
      const errors = (await Promise.allSettled(attempts)).map((result) => (result as PromiseRejectedResult).reason as { code: string; message: string; details: unknown });
      expect(new Set(errors.map(({ code, message, details }) => JSON.stringify([code, message, details]))).size).toBe(1);
      expect(errors[0]!.code).toBe('NOT_FOUND');
    });

    it('does not open when its row was relabelled in the database', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      const { keyId } = await calls.create(place);
      const thief = randomUUID();
      await vault.query('UPDATE data_key SET owner_id = $2 WHERE id = $1', [keyId, thief]);
      await expect(calls.open({ ...place, ownerId: thief }, keyId)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
      expect((await audits(keyId)).at(-1)).toEqual({ caller: 'gateway', action: 'open', ok: false });
    });

    it('does not open when two rows swapped their wrapped keys', async () => {
      const calls = await gatewayCalls(vault.client);
      const [one, other] = [binding(), binding()];
      const [first, second] = [await calls.create(one), await calls.create(other)];
      await vault.query('UPDATE data_key SET wrapped = $2 WHERE id = $1', [first.keyId, (await row(second.keyId)).wrapped]);
      await expect(calls.open(one, first.keyId)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
    });
  });

  describe('destroying a key', () => {
    it('erases the wrapped bytes and keeps the row', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      const { keyId } = await calls.create(place);
      await calls.destroy(place, keyId);
      expect(await row(keyId)).toMatchObject({ state: 'destroyed', wrapped: null, destroyed_at: expect.any(Date) as Date });
      expect((await calls.create(place)).epoch).toBe(2);
    });

    it('may be asked for twice, and keeps the first time', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      const { keyId } = await calls.create(place);
      await calls.destroy(place, keyId);
      const { destroyed_at: first } = await row(keyId);
      await expect(calls.destroy(place, keyId)).resolves.toBeUndefined();
      expect((await row(keyId)).destroyed_at).toEqual(first);
    });

    it('does not reach a key of somebody else', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      const { keyId } = await calls.create(place);
      await expect(calls.destroy({ ...place, ownerId: randomUUID() }, keyId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(calls.destroy(place, randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect((await row(keyId)).state).toBe('active');
    });
  });

  describe('the audit', () => {
    it('records every use of a key, with failures', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      const { keyId } = await calls.create(place);
      await calls.open(place, keyId);
      await calls.destroy(place, keyId);
      await calls.open(place, keyId).catch(() => null);
      expect(await audits(keyId)).toEqual([
        { caller: 'gateway', action: 'create', ok: true },
        { caller: 'gateway', action: 'open', ok: true },
        { caller: 'gateway', action: 'destroy', ok: true },
        { caller: 'gateway', action: 'open', ok: false },
      ]);
    });
  });

  describe('a wrong request', () => {
    it.each([
      ['no recipient', { recipientPublicKey: undefined }, 'VALIDATION_FAILED'],
      ['a short recipient key', { recipientPublicKey: 'AAAA' }, 'VALIDATION_FAILED'],
      ['a recipient key of order one', { recipientPublicKey: Buffer.alloc(32).toString('base64url') }, 'VALIDATION_FAILED'],
      ['an unknown purpose', { purpose: 'backup' }, 'VALIDATION_FAILED'],
      ['an owner that is no text', { ownerId: { not: null } }, 'VALIDATION_FAILED'],
      ['an unknown property', { epoch: 7 }, 'UNKNOWN_PROPERTY'],
    ])('with %s is refused and stores nothing', async (_name, change, code) => {
      const place = { ...binding(), keyId: randomUUID(), recipientPublicKey: randomBytes(32).toString('base64url') };
      await expect(vault.client.json('POST', VAULT_PATHS.createKey, { ...place, ...change })).rejects.toMatchObject({ code });
      expect(await vault.query('SELECT 1 FROM data_key WHERE object_id = $1', [place.objectId])).toEqual([]);
    });
  });

  describe('the log', () => {
    it('holds no key and no secret', async () => {
      const written: string[] = [];
      const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
      try {
        const calls = await gatewayCalls(vault.client);
        const place = binding();
        const created = await calls.create(place);
        const dek = await calls.unseal(place, created);
        await calls.open(place, randomUUID()).catch(() => null);
        const text = written.join('');
        for (const secret of [dek.toString('base64url'), dek.toString('hex'), vault.config.gatewaySecret]) expect(text).not.toContain(secret);
      } finally {
        write.mockRestore();
      }
    });
  });

  describe('the anchor of a key', () => {
    const anchor = (anchors: unknown[]) => vault.client.json<undefined>('POST', VAULT_PATHS.anchorKeys, { anchors });

    it('is 0 at first, and comes with the key once it was raised', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      const { keyId, anchor: first } = await calls.create(place);
      await anchor([{ ...place, keyId, anchor: 7 }]);
      expect([first, (await calls.open(place, keyId)).anchor]).toEqual([0, 7]);
    });

    it('never falls, in whatever order it is told', async () => {
      const calls = await gatewayCalls(vault.client);
      const place = binding();
      const { keyId } = await calls.create(place);
      await anchor([3, 9, 5].map((value) => ({ ...place, keyId, anchor: value })));
      await anchor([{ ...place, keyId, anchor: 4 }]);
      expect((await calls.open(place, keyId)).anchor).toBe(9);
    });

    it('is raised in exactly its place, and not for a destroyed key', async () => {
      const calls = await gatewayCalls(vault.client);
      const [place, other] = [binding(), binding()];
      const [{ keyId }, gone] = [await calls.create(place), await calls.create(other)];
      await vault.client.json('POST', VAULT_PATHS.destroyKey, { ...other, keyId: gone.keyId });
      await anchor([{ ...place, ownerId: other.ownerId, keyId, anchor: 7 }, { ...place, keyId: randomUUID(), anchor: 7 }, { ...other, keyId: gone.keyId, anchor: 7 }]);
      expect([(await row(keyId)).anchor, (await row(gone.keyId)).anchor]).toEqual(['0', '0']);
    });

    it.each([[[]], [[{ anchor: 0 }]], [[{ anchor: 1.5 }]], [[{ purpose: 'prompt' }]]])('is refused as %j', async (changes) => {
      const anchors = changes.map((change) => ({ ...binding(), keyId: randomUUID(), anchor: 1, ...change }));
      await expect(anchor(anchors)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    });
  });
});

describe('a vault with a key file', () => {
  it('refuses to start when the key file is gone and the database holds keys', async () => {
    const own = await startVault();
    try {
      await (await gatewayCalls(own.client)).create(binding());
      const saved = await readFile(own.config.keyFile);
      await rm(own.config.keyFile);
      await expect(createApp({ ...own.config, listen: { internal: '127.0.0.1:0' } })).rejects.toThrow(/from your backup/);
      await expect(readFile(own.config.keyFile)).rejects.toThrow();
      expect(saved.length).toBeGreaterThan(0);
    } finally {
      await own.close();
    }
  });
});
