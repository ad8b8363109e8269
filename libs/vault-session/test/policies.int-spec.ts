import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { KeyPurpose } from '@mateship/contracts';
import { startFakeVault } from '@mateship/dev-env';
import { z } from 'zod';
import { openVaultSession, type VaultRequest, type VaultSession, VaultSettings } from '../src/index.js';
import { initialiseVault, prepareVault } from '../src/preparation/index.js';
import { VaultClient } from '../src/vault-client.js';
import { PreparedVault } from './prepared-vault.js';

type Attempt = [method: VaultRequest<unknown>['method'], path: string, body?: Record<string, unknown>];
const context = Buffer.alloc(32, 1).toString('base64');
const plaintext = Buffer.alloc(32, 2).toString('base64');
const Batch = z.object({ data: z.object({ batch_results: z.array(z.object({ ciphertext: z.string() })) }) });

describe('the policies of deploy/vault', () => {
  let vault: PreparedVault;
  beforeAll(async () => {
    vault = await PreparedVault.start();
    for (const service of ['gateway', 'vault']) await vault.ask('POST', `auth/approle/role/other-${service}`, { token_policies: [] });
  });
  afterAll(() => vault.close());

  const outcome = (session: Pick<VaultSession, 'request'>, [method, asked, body]: Attempt): Promise<string> =>
    session.request({ method, path: asked, body, answer: z.unknown() }).then(
      () => 'ok',
      ({ kind }: { kind?: string }) => String(kind),
    );
  /** One after the other: together, the last would wait longer than a request may on a busy machine. */
  const outcomes = async (session: Pick<VaultSession, 'request'>, attempts: Attempt[]): Promise<Record<string, string>> => {
    const found: Record<string, string> = {};
    for (const attempt of attempts) found[`${attempt[0]} ${attempt[1]}`] = await outcome(session, attempt);
    return found;
  };
  const all = (attempts: Attempt[], what: string) => Object.fromEntries(attempts.map(([method, asked]) => [`${method} ${asked}`, what]));

  /** What nobody but an administrator may do. */
  const FORBIDDEN: Attempt[] = [
    ['GET', 'sys/mounts'],
    ['GET', 'sys/policies/acl?list=true'],
    ['PUT', 'sys/policies/acl/mateship-vault', { policy: 'path "*" { capabilities = ["sudo"] }' }],
    ['POST', 'sys/mounts/more', { type: 'transit' }],
    ['PUT', 'sys/seal', {}],
    ['PUT', 'sys/leases/revoke-prefix/database', {}],
    ['POST', 'auth/token/create', {}],
    ['GET', 'auth/approle/role?list=true'],
    ['GET', 'auth/approle/role/mateship-vault'],
    ['POST', 'auth/approle/role/mateship-vault', { token_policies: ['root'] }],
    ['POST', 'auth/approle/role/other-vault/secret-id', {}],
    ['POST', 'database/config/postgres', { plugin_name: 'x' }],
    ['POST', 'database/roles/vault-role', {}],
    ['GET', 'database/config/mateship'],
    ['GET', 'database/config?list=true'],
    ['POST', 'database/rotate-root/mateship', {}],
    ['POST', 'database/reset/mateship', {}],
    ['GET', 'database/roles?list=true'],
    ['GET', 'database/roles/gateway-role'],
    ['DELETE', 'database/roles/vault-role'],
    ['GET', 'database/creds/updater-role'],
    ['PUT', 'sys/leases/lookup', { lease_id: 'database/creds/gateway-role/x' }],
    ['GET', 'sys/leases/lookup/database/creds/gateway-role?list=true'],
    ['PUT', 'sys/leases/revoke-force/database', {}],
    ['GET', 'transit/keys?list=true'],
    ['GET', 'transit/export/encryption-key/mateship-chat'],
    ['GET', 'transit/backup/mateship-chat'],
    ['DELETE', 'transit/keys/mateship-chat'],
    ['POST', 'transit/keys/mateship-chat', { exportable: true }],
    ['POST', 'transit/keys/of-my-own', {}],
    ['POST', 'transit/encrypt/of-my-own', { plaintext, context }],
    ['POST', 'transit/datakey/plaintext/mateship-chat', { context }],
  ];
  /** What only the vault service may do. */
  const KEYS: Attempt[] = KeyPurpose.options.flatMap((purpose): Attempt[] => [
    ['POST', `transit/encrypt/mateship-${purpose}`, { plaintext, context }],
    ['GET', `transit/keys/mateship-${purpose}`],
    ['POST', `transit/keys/mateship-${purpose}/rotate`, {}],
    ['POST', `transit/keys/mateship-${purpose}/config`, { min_decryption_version: 1, min_encryption_version: 1 }],
    ['POST', `transit/keys/mateship-${purpose}/trim`, { min_available_version: 1 }],
  ]);

  it('let the vault service use, rewrap, rotate and retire keys, and nothing beyond', async () => {
    const session = await vault.session('vault');
    // Retiring comes after both minimum versions are set.
    for (const attempt of KEYS) expect([attempt[1], await outcome(session, attempt)]).toEqual([attempt[1], 'ok']);
    expect(await outcomes(session, FORBIDDEN)).toEqual(all(FORBIDDEN, 'denied'));
    const loosening: Attempt[] = [{ exportable: true }, { allow_plaintext_backup: true }, { deletion_allowed: true }, { auto_rotate_period: '1h' }].map((body) => ['POST', 'transit/keys/mateship-chat/config', body]);
    for (const attempt of loosening) expect(await outcome(session, attempt)).toBe('denied');
    const others: Attempt[] = [['POST', 'auth/approle/role/mateship-gateway/secret-id', {}], ['GET', 'database/creds/gateway-role']];
    expect(await outcomes(session, others)).toEqual(all(others, 'denied'));
  });

  it('let the gateway keep its login, and reach no key', async () => {
    const session = await vault.session('gateway');
    expect(await outcome(session, ['POST', 'auth/token/renew-self', {}])).toBe('ok');
    const more: Attempt[] = [...FORBIDDEN, ...KEYS, ['POST', 'transit/decrypt/mateship-chat', {}], ['POST', 'transit/rewrap/mateship-chat', {}], ['POST', 'auth/approle/role/mateship-vault/secret-id', {}], ['GET', 'database/creds/vault-role']];
    expect(await outcomes(session, more)).toEqual(all(more, 'denied'));
  });

  it.each([['gateway', 'vault'], ['vault', 'gateway']] as const)('let %s take, prolong and give back its own database login, and not even see that there is one of %s', async (own, other) => {
    const session = await vault.session(own);
    // They get as far as the engine, which knows no such role or lease here.
    expect(await outcome(session, ['GET', `database/creds/${own}-role`])).toBe('refused');
    expect(await outcome(session, ['PUT', 'sys/leases/renew', { lease_id: `database/creds/${own}-role/x` }])).toBe('refused');
    expect(await outcome(session, ['PUT', 'sys/leases/revoke', { lease_id: `database/creds/${own}-role/x` }])).not.toBe('denied');
    const more: Attempt[] = [['GET', `database/creds/${other}-role`], ['POST', `database/creds/${own}-role`, {}], ['GET', 'database/creds?list=true'], ['GET', `database/static-creds/${own}-role`]];
    expect(await outcomes(session, more)).toEqual(all(more, 'denied'));
  });

  it.each(['gateway', 'vault'] as const)('let a service mint a secret id for itself, with no other rights than it has: %s', async (service) => {
    const session = await vault.session(service);
    const minting = `auth/approle/role/mateship-${service}/secret-id`;
    expect(await outcome(session, ['POST', minting, { cidr_list: '127.0.0.0/8' }])).toBe('ok');
    for (const body of [{ token_bound_cidrs: ['0.0.0.0/0'] }, { ttl: '87600h' }, { metadata: '{"a":"b"}' }]) expect(await outcome(session, ['POST', minting, body])).toBe('denied');
    expect(await outcome(session, ['GET', `${minting}?list=true`])).toBe('denied');
  });

  it('let whoever only rewraps neither open nor make a key', async () => {
    const { auth } = z.object({ auth: z.object({ client_token: z.string() }) }).parse(await vault.ask('POST', 'auth/token/create', { policies: ['mateship-keys-rewrap'], no_default_policy: true }));
    const { data } = Batch.parse(await vault.ask('POST', 'transit/encrypt/mateship-file', { batch_input: [{ plaintext, context }] }));
    const client = new VaultClient(vault.fake.address, undefined, 1900);
    const rewrapper = { request: <T>(request: VaultRequest<T>) => client.request(auth.client_token, request) };
    const { ciphertext } = data.batch_results[0]!;
    expect(await outcomes(rewrapper, [['POST', 'transit/rewrap/mateship-file', { ciphertext, context }], ['GET', 'transit/keys/mateship-file']])).toEqual({ 'POST transit/rewrap/mateship-file': 'ok', 'GET transit/keys/mateship-file': 'ok' });
    const more: Attempt[] = [...FORBIDDEN, ...KEYS.filter(([method]) => method !== 'GET'), ['POST', 'transit/decrypt/mateship-file', { ciphertext, context }]];
    expect(await outcomes(rewrapper, more)).toEqual(all(more, 'denied'));
    client.close();
  });

  it('name no path that a wildcard would widen', async () => {
    for (const name of ['gateway', 'vault', 'keys-use', 'keys-rewrap', 'keys-rotate']) expect(await readFile(`${__dirname}/../../../deploy/vault/policies/${name}.hcl`, 'utf8')).not.toMatch(/path "[^"]*[*+]/);
  });
});

describe('preparing a Vault', () => {
  it('makes keys that never leave it, and changes nothing of them when it is done again', async () => {
    const vault = await PreparedVault.start();
    try {
      const key = async () => z.object({ data: z.unknown() }).parse(await vault.ask('GET', 'transit/keys/mateship-chat'));
      const made = await key();
      expect(made).toMatchObject({ data: { type: 'aes256-gcm96', derived: true, exportable: false, allow_plaintext_backup: false, deletion_allowed: false, auto_rotate_period: 0 } });
      const { firstSecretIdFile } = vault.settings();
      const first = await readFile(firstSecretIdFile, 'utf8');
      await vault.prepare();
      expect([await key(), await readFile(firstSecretIdFile, 'utf8')]).toEqual([made, first]);
      await vault.prepare(['vault']);
      expect(await readFile(firstSecretIdFile, 'utf8')).not.toBe(first);
    } finally {
      await vault.close();
    }
  });
});

it('initialises a new server once, and prepares it with the token that it gave', async () => {
  const fake = await startFakeVault({ initialized: false });
  const output = await mkdtemp(path.join(os.tmpdir(), 'vault-new-'));
  try {
    const keys = await initialiseVault(fake.address);
    expect(keys?.recoveryKeys).toHaveLength(5);
    expect(await initialiseVault(fake.address)).toBeNull();
    await prepareVault({ address: fake.address, token: keys!.rootToken, policies: path.resolve(__dirname, '../../../deploy/vault/policies'), output, cidrs: { vault: ['127.0.0.0/8'], gateway: ['192.0.2.0/24'] } });
    const file = (service: string, name: string) => path.join(output, service, name);
    const open = (service: string) => openVaultSession(VaultSettings.parse({ address: fake.address, role: `mateship-${service}`, roleIdFile: file(service, 'role-id'), secretIdFile: file(service, 'secret-id'), firstSecretIdFile: file(service, 'first-secret-id') }));
    await (await open('vault')).close();
    // From another address than its own, a service's files are worth nothing.
    await expect(open('gateway')).rejects.toMatchObject({ isOutage: false });
    expect((await stat(file('vault', 'first-secret-id'))).mode & 0o777).toBe(0o600);
  } finally {
    await fake.close();
    await rm(output, { recursive: true });
  }
});
