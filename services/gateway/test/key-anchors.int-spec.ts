import { randomUUID } from 'node:crypto';
import { DomainError, VAULT_PATHS } from '@mateship/contracts';
import { JsonLogger } from '@mateship/service-kit';
import type { GatewayConfig } from '../src/config/config.js';
import { KeyAnchors } from '../src/keys/key-anchors.js';
import { VaultClient } from '../src/keys/vault.client.js';
import { VaultDouble } from './support/vault.js';

describe('the anchors of keys', () => {
  let vault: VaultDouble;
  let anchors: KeyAnchors;
  beforeEach(async () => {
    vault = await VaultDouble.start();
    anchors = new KeyAnchors(new VaultClient({ vault: { target: vault.target, secret: vault.secret } } as GatewayConfig), new JsonLogger('test'));
  });
  afterEach(async () => {
    await anchors.beforeApplicationShutdown();
    await vault.stop();
  });

  const place = { purpose: 'chat' as const, ownerId: randomUUID(), objectId: randomUUID() };
  const aKey = async () => (await vault.connect().create(place)).keyId;
  const told = () => vault.asked.filter((path) => path === VAULT_PATHS.anchorKeys).length;

  it('are told to the vault together, the newest of each key', async () => {
    const [one, two] = [await aKey(), await aKey()];
    for (const anchor of [1, 3, 2]) anchors.raise({ ...place, keyId: one, anchor });
    anchors.raise({ ...place, keyId: two, anchor: 9 });
    await anchors.flush();
    expect([vault.anchorOf(one), vault.anchorOf(two), told()]).toEqual([3, 9, 1]);
  });

  it('are known at once, and again when the key comes anew', async () => {
    const keyId = await aKey();
    anchors.raise({ ...place, keyId, anchor: 4 });
    expect(anchors.of(keyId)).toBe(4);
    anchors.learn(keyId, 2);
    expect(anchors.of(keyId)).toBe(4);
    anchors.learn(keyId, 7);
    expect(anchors.of(keyId)).toBe(7);
  });

  it('wait while the vault is away', async () => {
    const keyId = await aKey();
    vault.failure = new DomainError('KMS_UNAVAILABLE');
    anchors.raise({ ...place, keyId, anchor: 5 });
    await anchors.flush();
    expect([vault.anchorOf(keyId), anchors.of(keyId)]).toEqual([0, 5]);
    vault.failure = null;
    await anchors.flush();
    expect(vault.anchorOf(keyId)).toBe(5);
  });

  it('are told before the gateway stops, more than fit into one message', async () => {
    const keyIds = await Promise.all(Array.from({ length: 3 }, aKey));
    for (let index = 0; index < 600; index += 1) anchors.raise({ ...place, keyId: randomUUID(), anchor: 1 });
    for (const keyId of keyIds) anchors.raise({ ...place, keyId, anchor: 2 });
    await anchors.beforeApplicationShutdown();
    expect([keyIds.map((keyId) => vault.anchorOf(keyId)), told()]).toEqual([[2, 2, 2], 2]);
  });
});
