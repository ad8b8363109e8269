import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { KeyPurpose } from '@mateship/contracts';
import { DecryptionError } from '@mateship/crypto';
import { openVaultSession } from '@mateship/vault-session';
import { TransitClient } from '../src/key-management/transit-client.js';
import { TransitManagement } from '../src/key-management/transit-management.js';
import { startTransit, type Transit } from './adapters.js';

describe('TransitManagement', () => {
  let folder: string;
  let transit: Transit;
  let management: TransitManagement;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'vault-transit-'));
    transit = await startTransit(folder);
    const { kind: _kind, ...settings } = transit.keys;
    management = new TransitManagement(new TransitClient(await openVaultSession(settings)));
  });
  afterEach(async () => {
    await management.close();
    await transit.fake.close();
    await rm(folder, { recursive: true });
  });

  const admin = async (method: string, what: string, body?: object) => {
    const answer = await fetch(`${transit.fake.address}/v1/transit/keys/mateship-${what}`, { method, headers: { 'X-Vault-Token': transit.fake.rootToken }, body: body && JSON.stringify(body) });
    return (await answer.json().catch(() => null)) as { data: Record<string, number> };
  };
  const context = (name: string) => Buffer.from(`the place of ${name}`);
  const count = (end: string) => transit.fake.requests().filter(({ path: asked }) => asked.endsWith(end)).length;

  it.each(KeyPurpose.options)('opens in its own purpose and context, and nowhere else: %s', async (purpose) => {
    const dek = randomBytes(32);
    const { wrapped, version } = await management.wrap(purpose, context('a'), dek);
    expect([version, await management.unwrap(purpose, context('a'), wrapped)]).toEqual([1, dek]);
    const other = KeyPurpose.options.find((name) => name !== purpose)!;
    await expect(management.unwrap(other, context('a'), wrapped)).rejects.toBeInstanceOf(DecryptionError);
    await expect(management.unwrap(purpose, context('b'), wrapped)).rejects.toBeInstanceOf(DecryptionError);
  });

  it.each(['', 'vault:', 'vault:v1:', `vault:v0:${'A'.repeat(80)}`, `vault:v7:${'A'.repeat(80)}`, `vault:v1:${'A'.repeat(80)}`, `vault:v1:${'A'.repeat(80)}\n`, 'junk'])('opens nothing that it did not wrap: %j', async (text) => {
    await expect(management.unwrap('chat', context('a'), Buffer.from(text))).rejects.toBeInstanceOf(DecryptionError);
  });

  it('rewraps a batch of all purposes in order, in one request for each, and finds those that do not open', async () => {
    const keys = await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const [purpose, place, dek] = [KeyPurpose.options[index % 2]!, context(String(index)), randomBytes(32)];
        return { purpose, context: place, dek, ...(await management.wrap(purpose, place, dek)) };
      }),
    );
    await management.rotate();
    const fresh = await management.rewrap(keys);
    expect([count('/rewrap/mateship-chat'), count('/rewrap/mateship-file')]).toEqual([1, 1]);
    expect(fresh.every((key) => key?.version === 2)).toBe(true);
    expect(await management.unwrap(keys[77]!.purpose, keys[77]!.context, fresh[77]!.wrapped)).toEqual(keys[77]!.dek);

    const damaged = keys.map((key, index) => (index === 8 ? { ...key, context: context('elsewhere') } : index === 301 ? { ...key, wrapped: Buffer.from('vault:v1:AAAA') } : key));
    const results = await management.rewrap(damaged);
    expect(results.flatMap((key, index) => (key === null ? [index] : []))).toEqual([8, 301]);
    expect(await management.unwrap(keys[499]!.purpose, keys[499]!.context, results[499]!.wrapped)).toEqual(keys[499]!.dek);
  });

  it('takes up a rotation that was cut off between two purposes', async () => {
    await admin('POST', 'chat/rotate', {});
    expect((await management.versions()).current).toBe(1);
    expect((await management.wrap('chat', context('a'), randomBytes(32))).version).toBe(2);
    expect(await management.rotate()).toBe(2);
    const latest = await Promise.all(KeyPurpose.options.map(async (purpose) => (await admin('GET', purpose)).data.latest_version));
    expect(new Set(latest)).toEqual(new Set([2]));
    expect((await management.versions()).versions.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('takes up a retirement that was cut off before the old version was destroyed', async () => {
    const { wrapped } = await management.wrap('chat', context('a'), randomBytes(32));
    await management.rotate();
    await admin('POST', 'chat/config', { min_decryption_version: 2, min_encryption_version: 2 });
    await management.retire(2);
    expect((await admin('GET', 'chat')).data.min_available_version).toBe(2);
    await expect(management.unwrap('chat', context('a'), wrapped)).rejects.toBeInstanceOf(DecryptionError);
    await expect(management.retire(3)).rejects.toBeInstanceOf(RangeError);
    await expect(management.retire(2)).resolves.toBeUndefined();
  });

  it('begins at a version once, and may be told so again', async () => {
    await management.beginAt(4);
    await management.beginAt(4);
    expect(await management.versions()).toMatchObject({ current: 4, least: 4, versions: [{ version: 4 }] });
    expect((await management.wrap('party', context('a'), randomBytes(32))).version).toBe(4);
    await management.retire(3);
    expect((await management.versions()).least).toBe(4);
  });
});
