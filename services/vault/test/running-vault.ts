import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type KeyBinding, SealedKey, VAULT_PATHS } from '@mateship/contracts';
import { encodeContext, hpkeOpen, type HpkeKeyPair, newHpkeKeyPair } from '@mateship/crypto';
import { type FakeVault, startTestDatabase } from '@mateship/dev-env';
import { deriveMacKey, InternalClient, type RunningService } from '@mateship/service-kit';
import pg from 'pg';
import { createApp } from '../src/app.js';
import type { VaultConfig } from '../src/config/config.js';
import { type Adapter, startTransit } from './adapters.js';

/** A vault on a database and a key file or a fake Vault of its own, and the gateway's side of it. */
export interface RunningVault {
  readonly service: RunningService;
  readonly config: VaultConfig;
  readonly client: InternalClient;
  /** Where transit is; null with a key file. */
  readonly fake: FakeVault | null;
  query<T>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Ends the service and starts it again on the same data, with other settings if there are any. */
  restart(change?: Partial<VaultConfig>): Promise<void>;
  /** A client that signs with another secret, direction or audience. */
  clientAs(how: { secret?: string; direction?: string; audience?: string }): InternalClient;
  close(): Promise<void>;
}

export async function startVault(settings: Partial<VaultConfig> = {}, adapter: Adapter = 'file'): Promise<RunningVault> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vault-'));
  const database = await startTestDatabase();
  const transit = adapter === 'transit' ? await startTransit(folder) : null;
  const config: VaultConfig = { listen: { internal: `unix:${folder}/vault.sock` }, databaseUrl: database.url, keyFile: path.join(folder, 'keys/vault.json'), databaseLogin: { kind: 'url' }, keys: transit?.keys ?? { kind: 'file' }, rotateDays: 0, gatewaySecret: randomBytes(32).toString('base64url'), ...settings };
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  // The database may be dropped before the sockets of an ended pool are closed.
  pool.on('error', () => null);
  const clients: InternalClient[] = [];
  const clientAs: RunningVault['clientAs'] = ({ secret = config.gatewaySecret, direction = 'gateway->vault', audience = 'vault' }) => {
    const client = new InternalClient({ target: config.listen.internal, key: deriveMacKey(Buffer.from(secret), direction), audience, timeoutMs: 5000, unavailable: 'KMS_UNAVAILABLE' });
    clients.push(client);
    return client;
  };
  const start = async () => {
    const service = await createApp(config);
    await service.start();
    return service;
  };
  let service = await start();
  return {
    get service() {
      return service;
    },
    config,
    client: clientAs({}),
    fake: transit?.fake ?? null,
    clientAs,
    query: async <T>(sql: string, values?: unknown[]) => (await pool.query(sql, values)).rows as T[],
    restart: async (change = {}) => {
      await service.stop(0);
      Object.assign(config, change);
      service = await start();
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await service.stop(0);
      await pool.end();
      await database.close();
      await transit?.fake.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The calls of a gateway with its key pair of one boot. */
export async function gatewayCalls(client: InternalClient) {
  const pair = await newHpkeKeyPair();
  const recipientPublicKey = pair.publicKey.toString('base64url');
  return {
    create: (binding: KeyBinding, keyId: string = randomUUID()) => client.json('POST', VAULT_PATHS.createKey, { ...binding, keyId, recipientPublicKey }, SealedKey),
    open: (binding: KeyBinding, keyId: string) => client.json('POST', VAULT_PATHS.openKey, { ...binding, keyId, recipientPublicKey }, SealedKey),
    destroy: (binding: KeyBinding, keyId: string) => client.json<undefined>('POST', VAULT_PATHS.destroyKey, { ...binding, keyId }),
    unseal: (binding: KeyBinding, sealed: SealedKey) => unseal(pair, binding, sealed),
  };
}

function unseal(pair: HpkeKeyPair, { purpose, ownerId, objectId }: KeyBinding, sealed: SealedKey): Promise<Buffer> {
  const info = encodeContext({ use: 'data-key-transport', purpose, ownerId, objectId, keyId: sealed.keyId, epoch: sealed.epoch });
  return hpkeOpen(pair, info, Buffer.from(sealed.sealedKey, 'base64url'));
}
