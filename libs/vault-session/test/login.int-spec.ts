import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { z } from 'zod';
import { openVaultSession, VaultFault } from '../src/index.js';
import { PreparedVault, until } from './prepared-vault.js';

const KEY = { method: 'GET', path: 'transit/keys/mateship-chat', answer: z.object({ data: z.object({ latest_version: z.int() }) }) } as const;
const stored = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as { secretId: string; replaced?: string };

describe('a login', () => {
  let vault: PreparedVault;
  beforeEach(async () => {
    vault = await PreparedVault.start();
  });
  afterEach(() => vault.close());

  const faultOf = async (work: Promise<unknown>): Promise<VaultFault> => {
    const error = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof VaultFault)) throw new Error(`no fault of Vault but ${inspect(error)}`);
    return error;
  };
  const loginWith = async (secretId: string) => vault.ask('POST', 'auth/approle/login', { role_id: (await readFile(vault.settings().roleIdFile, 'utf8')).trim(), secret_id: secretId });

  it('unwraps the first secret id and leaves one that nobody else has seen, readable by the service alone', async () => {
    const session = await vault.session();
    expect((await session.request(KEY)).data.latest_version).toBe(1);
    const { secretIdFile } = vault.settings();
    expect((await stat(secretIdFile)).mode & 0o777).toBe(0o600);
    expect(Object.keys(await stored(secretIdFile))).toEqual(['secretId']);
    expect([vault.count('/wrapping/unwrap'), vault.count('/secret-id/destroy')]).toEqual([1, 1]);
    expect(session.state()).toMatchObject({ isLoggedIn: true, fault: null });
  });

  it('needs nobody after a reboot, and makes every copy of the old secret id useless', async () => {
    await vault.session();
    const { secretIdFile, firstSecretIdFile } = vault.settings();
    const old = await stored(secretIdFile);
    await rm(firstSecretIdFile);
    const session = await vault.session();
    expect((await session.request(KEY)).data.latest_version).toBe(1);
    expect((await stored(secretIdFile)).secretId).not.toBe(old.secretId);
    await expect(loginWith(old.secretId)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('raises the alarm when somebody else has opened the wrapping', async () => {
    const { firstSecretIdFile } = vault.settings();
    const token = (await readFile(firstSecretIdFile, 'utf8')).trim();
    await vault.ask('POST', 'sys/wrapping/unwrap', { token });
    const fault = await faultOf(vault.session());
    expect(fault.message).toMatch(/somebody else holds the secret id/);
    expect(inspect(fault)).not.toContain(token);
  });

  it('opens no wrapping of another role', async () => {
    await writeFile(vault.settings().firstSecretIdFile, await readFile(vault.settings('gateway').firstSecretIdFile));
    expect((await faultOf(vault.session())).message).toMatch(/wraps something else/);
    expect(vault.count('/wrapping/unwrap')).toBe(0);
  });

  it('destroys at the next login what a crash left behind', async () => {
    await vault.session();
    const { secretIdFile } = vault.settings();
    const current = await stored(secretIdFile);
    const { data } = z.object({ data: z.object({ secret_id: z.string() }) }).parse(await vault.ask('POST', 'auth/approle/role/mateship-vault/secret-id', {}));
    await writeFile(secretIdFile, JSON.stringify({ ...current, replaced: data.secret_id }));
    await vault.session();
    await expect(loginWith(data.secret_id)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('says what to do when the secret id has expired, without naming it', async () => {
    await vault.session();
    const { secretIdFile } = vault.settings();
    const { secretId } = await stored(secretIdFile);
    await vault.fake.advance(91 * 86_400);
    const fault = await faultOf(vault.session());
    expect(fault.message).toMatch(/give the service a new wrapped secret id/);
    expect(inspect(fault)).not.toContain(secretId);
    await rm(secretIdFile);
    await vault.prepare(['vault']);
    await expect(vault.session()).resolves.toBeDefined();
  });

  it.each(['{', '{"secretId":7}', ''])('refuses a damaged secret id file: %s', async (text) => {
    await writeFile(vault.settings().secretIdFile, text);
    await expect(vault.session()).rejects.toThrow(/is damaged/);
  });

  it.each(['roleIdFile', 'firstSecretIdFile'])('names the file that is missing: %s', async (name) => {
    await expect(vault.session('vault', { [name]: '/absent/file' })).rejects.toThrow('/absent/file cannot be read: ENOENT');
  });

  it('waits for a server that is sealed, and tells so', async () => {
    vault.fake.seal();
    const told: string[] = [];
    const opening = openVaultSession(vault.settings(), { onWait: ({ kind }) => told.push(kind) });
    await until(() => told.length > 1);
    vault.fake.unseal();
    const session = await opening;
    expect(new Set(told)).toEqual(new Set(['sealed']));
    expect((await session.request(KEY)).data.latest_version).toBe(1);
    await session.close();
  });

  it('stops waiting when it is told to', async () => {
    vault.fake.seal();
    const end = new AbortController();
    const opening = openVaultSession(vault.settings(), { signal: end.signal, onWait: () => end.abort() });
    await expect(opening).rejects.toThrow();
  });
});
