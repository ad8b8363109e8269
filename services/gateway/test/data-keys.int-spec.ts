import { randomUUID } from 'node:crypto';
import { DomainError, VAULT_PATHS, type KeyBinding } from '@mateship/contracts';
import { encodeContext, openBytes, sealBytes } from '@mateship/crypto';
import type { DataKeys, KeyRef } from '../src/keys/data-keys.js';
import { VaultDouble } from './support/vault.js';

const CONTEXT = encodeContext({ use: 'test' });
const aBinding = (): KeyBinding => ({ purpose: 'chat', ownerId: randomUUID(), objectId: randomUUID() });

describe('data keys', () => {
  let vault: VaultDouble;
  let keys: DataKeys;

  beforeEach(async () => {
    vault = await VaultDouble.start();
    keys = vault.connect();
  });

  afterEach(async () => {
    keys.onModuleDestroy();
    await vault.stop();
  });

  const seal = (binding: KeyBinding, ref: KeyRef, text: string) => keys.use(binding, ref, (key) => sealBytes(key, ref, CONTEXT, Buffer.from(text)));
  const open = (from: DataKeys, binding: KeyBinding, ref: KeyRef, sealed: Buffer) => from.use(binding, ref, (key) => openBytes(key, CONTEXT, sealed).toString());

  it('open in another process what was sealed in this one', async () => {
    const binding = aBinding();
    const ref = await keys.create(binding);
    const sealed = await seal(binding, ref, 'hello');
    expect(await open(vault.connect(), binding, ref, sealed)).toBe('hello');
  });

  it('are fetched once and then kept for a while', async () => {
    const binding = aBinding();
    const ref = await keys.create(binding);
    const other = vault.connect();
    const lengths = [];
    for (let time = 0; time < 5; time += 1) lengths.push(await other.use(binding, ref, (key) => key.length));
    expect(lengths).toEqual([32, 32, 32, 32, 32]);
    expect(vault.asked).toEqual([VAULT_PATHS.createKey, VAULT_PATHS.openKey]);
  });

  it('are fetched once for all who ask at the same time', async () => {
    const binding = aBinding();
    const ref = await keys.create(binding);
    const other = vault.connect();
    const copies = await Promise.all(Array.from({ length: 5 }, () => other.use(binding, ref, (key) => key.toString('hex'))));
    expect(new Set(copies).size).toBe(1);
    expect(vault.asked).toEqual([VAULT_PATHS.createKey, VAULT_PATHS.openKey]);
    await expect(Promise.all([1, 2].map(() => vault.connect().use(aBinding(), ref, String)))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are different for each object', async () => {
    const [one, two] = [aBinding(), aBinding()];
    const copies = await Promise.all([one, two].map(async (binding) => keys.use(binding, await keys.create(binding), (key) => key.toString('hex'))));
    expect(copies[0]).not.toBe(copies[1]);
  });

  it('are overwritten when they are given up', async () => {
    const binding = aBinding();
    const ref = await keys.create(binding);
    let kept: Buffer = Buffer.alloc(0);
    await keys.use(binding, ref, (key) => (kept = key));
    expect(kept.equals(Buffer.alloc(32))).toBe(false);
    keys.onModuleDestroy();
    expect(kept.equals(Buffer.alloc(32))).toBe(true);
  });

  it('are gone everywhere else at the latest when the cache ends, and here at once, when they are destroyed', async () => {
    const binding = aBinding();
    const ref = await keys.create(binding);
    for (let time = 0; time < 2; time += 1) await keys.destroy(binding, ref);
    await expect(keys.use(binding, ref, () => 0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(vault.keyIds).toEqual([]);
  });

  it.each(['purpose', 'ownerId', 'objectId'] as const)('do not open for another %s', async (name) => {
    const binding = aBinding();
    const ref = await keys.create(binding);
    const foreign = { ...binding, [name]: name === 'purpose' ? 'file' : randomUUID() } as KeyBinding;
    await expect(vault.connect().use(foreign, ref, () => 0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('do not open what was sealed under another key', async () => {
    const [mine, theirs] = [aBinding(), aBinding()];
    const [ref, foreign] = [await keys.create(mine), await keys.create(theirs)];
    const sealed = await seal(mine, ref, 'hello');
    await expect(open(keys, theirs, foreign, sealed)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
  });

  it('pass on a fault of the caller as it is', async () => {
    const binding = aBinding();
    const ref = await keys.create(binding);
    const fault = new TypeError('a mistake');
    await expect(keys.use(binding, ref, () => { throw fault; })).rejects.toBe(fault);
  });

  describe('from a vault that cannot be believed', () => {
    const another = (sealed: { sealedKey: string }) => {
      const bytes = Buffer.from(sealed.sealedKey, 'base64url');
      bytes[bytes.length - 1]! ^= 1;
      return bytes.toString('base64url');
    };

    it.each([
      ['another epoch', (sealed: { epoch: number }) => ({ epoch: sealed.epoch + 1 })],
      ['another key id', () => ({ keyId: randomUUID() })],
      ['a changed key', (sealed: { sealedKey: string }) => ({ sealedKey: another(sealed) })],
      ['a cut key', (sealed: { sealedKey: string }) => ({ sealedKey: sealed.sealedKey.slice(0, 8) })],
    ])('are refused with %s', async (_what, change) => {
      const binding = aBinding();
      const ref = await keys.create(binding);
      vault.tamper = (sealed) => ({ ...sealed, ...change(sealed) });
      await expect(vault.connect().use(binding, ref, () => 0)).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' });
    });

    it('are refused when the answer has another shape', async () => {
      vault.tamper = () => ({ keyId: 'x', epoch: 1, sealedKey: '?', anchor: 0 });
      await expect(keys.create(aBinding())).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
    });
  });

  it('fail as an unavailable key service when the vault is away', async () => {
    const binding = aBinding();
    const ref = await keys.create(binding);
    const late = vault.connect();
    vault.failure = new DomainError('DATABASE_UNAVAILABLE');
    await expect(late.use(binding, ref, () => 0)).rejects.toBeInstanceOf(DomainError);
    vault.failure = null;
    expect(await late.use(binding, ref, (key) => key.length)).toBe(32);
  });

  it('that are in memory work while the vault is away', async () => {
    const binding = aBinding();
    const ref = await keys.create(binding);
    vault.failure = new DomainError('KMS_UNAVAILABLE');
    expect(await keys.use(binding, ref, (key) => key.length)).toBe(32);
    await expect(keys.create(aBinding())).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
  });

  it('are asked for by nobody who does not know the secret', async () => {
    Object.assign(vault, { secret: 'another secret, also at least 32 bytes' });
    await expect(vault.connect().create(aBinding())).rejects.toBeInstanceOf(DomainError);
    expect(vault.asked).toEqual([]);
  });
});
