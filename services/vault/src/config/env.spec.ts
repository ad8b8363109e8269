import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from '@mateship/service-kit';
import { inTempFolder } from '../../test/temp-folder.js';
import { readConfig } from './env.js';

describe('readConfig', () => {
  it('reads what a launcher sets, secrets from files', () =>
    inTempFolder(async (folder) => {
      const file = async (name: string, text: string) => {
        await writeFile(path.join(folder, name), `${text}\n`);
        return path.join(folder, name);
      };
      const config = readConfig({
        MATESHIP_VAULT_LISTEN_INTERNAL: 'unix:/run/vault.sock',
        MATESHIP_VAULT_DATABASE_URL_FILE: await file('database', 'postgres://vault:x@localhost/vault?host=/run/pg'),
        MATESHIP_VAULT_KEY_FILE: '/data/keys/vault.json',
        MATESHIP_VAULT_GATEWAY_SECRET_FILE: await file('secret', 's'.repeat(43)),
        MATESHIP_DATA_DIR: '/data',
        PATH: '/bin',
      });
      expect(config).toEqual({
        listen: { internal: 'unix:/run/vault.sock' },
        databaseUrl: 'postgres://vault:x@localhost/vault?host=/run/pg',
        databaseLogin: { kind: 'url' },
        keyFile: '/data/keys/vault.json',
        keys: { kind: 'file' },
        rotateDays: 90,
        gatewaySecret: 's'.repeat(43),
      });
    }));

  it('reads where keys are in transit, and names every wrong setting of it at once', () => {
    const common = { MATESHIP_VAULT_LISTEN_INTERNAL: 'unix:/run/vault.sock', MATESHIP_VAULT_DATABASE_URL: 'postgres://vault:x@localhost/vault', MATESHIP_VAULT_KEY_FILE: '/data/keys/vault.json', MATESHIP_VAULT_GATEWAY_SECRET: 's'.repeat(43) };
    const keys = { KIND: 'transit', ADDRESS: 'https://vault.example.org:8200', ROLE: 'mateship-vault', ROLE_ID_FILE: '/role/id', SECRET_ID_FILE: '/role/secret', FIRST_SECRET_ID_FILE: '/role/first' };
    const env = (change: object = {}) => ({ ...common, ...Object.fromEntries(Object.entries({ ...keys, ...change }).map(([name, value]) => [`MATESHIP_VAULT_KEYS_${name}`, value as string])) });
    expect(readConfig(env()).keys).toEqual({ kind: 'transit', address: 'https://vault.example.org:8200', role: 'mateship-vault', roleIdFile: '/role/id', secretIdFile: '/role/secret', firstSecretIdFile: '/role/first', secretIdCidrs: [], timeoutMs: 1500 });
    const attempt = () => readConfig(env({ ADDRESS: 'http://vault.example.org:8200', ROLE: 'a b', TIMEOUT_MS: '9000', ROLE_ID_FILE: undefined }));
    for (const name of ['address', 'role', 'timeoutMs', 'roleIdFile']) expect(attempt).toThrow(new RegExp(`vault\\.keys\\.${name}`));
  });

  it('names everything that is missing at once', () => {
    const attempt = () => readConfig({ MATESHIP_VAULT_KEY_FILE: 'relative.json', MATESHIP_VAULT_DATABASE_URL: 'mysql://vault:hunter2@db/vault', MATESHIP_VAULT_GATEWAY_SECRET: 'short' });
    expect(attempt).toThrow(ConfigError);
    for (const name of ['listen', 'databaseUrl', 'keyFile', 'gatewaySecret']) expect(attempt).toThrow(new RegExp(`vault\\.${name}`));
    expect(attempt).not.toThrow(/short|hunter2/);
  });

  const secrets = (folder: string) => ({
    MATESHIP_VAULT_LISTEN_INTERNAL: 'unix:/run/vault.sock',
    MATESHIP_VAULT_DATABASE_URL: 'postgres://postgres/vault',
    MATESHIP_VAULT_GATEWAY_SECRET: 's'.repeat(43),
    MATESHIP_VAULT_KEY_FILE: '/data/keys/vault.json',
    ...Object.fromEntries(
      Object.entries({ KIND: 'vault', ADDRESS: 'http://openbao:8200', ROLE: 'mateship-vault-database', ROLE_ID_FILE: '/run/secrets/role-id', SECRET_ID_FILE: folder, FIRST_SECRET_ID_FILE: '/run/secrets/first' }).map(([name, value]) => [`MATESHIP_VAULT_DATABASE_LOGIN_${name}`, value]),
    ),
  });

  it('takes the database login from Vault when told, under the names of the service', () => {
    expect(readConfig(secrets('/data/database-secret-id')).databaseLogin).toMatchObject({ kind: 'vault', databaseRole: 'vault-role', owner: 'vault', secretIdFile: '/data/database-secret-id' });
  });

  it('names every key of the database login that is wrong', () => {
    const attempt = () => readConfig({ ...secrets('/data/id'), MATESHIP_VAULT_DATABASE_LOGIN_ADDRESS: 'openbao', MATESHIP_VAULT_DATABASE_LOGIN_DATABASE_ROLE: 'a/b', MATESHIP_VAULT_DATABASE_LOGIN_ROLE: undefined });
    for (const name of ['address', 'databaseRole', 'role']) expect(attempt).toThrow(new RegExp(`vault\\.databaseLogin\\.${name} `));
  });

  it('lets the database login and the keys share one login to Vault, not one secret id between two', () => {
    const keys = (role: string) => Object.fromEntries(Object.entries({ KIND: 'transit', ADDRESS: 'http://openbao:8200', ROLE: role, ROLE_ID_FILE: '/run/secrets/role-id', SECRET_ID_FILE: '/data/id', FIRST_SECRET_ID_FILE: '/f' }).map(([name, value]) => [`MATESHIP_VAULT_KEYS_${name}`, value]));
    expect(readConfig({ ...secrets('/data/id'), ...keys('mateship-vault-database') }).keys.kind).toBe('transit');
    expect(readConfig({ ...secrets('/data/other'), ...keys('mateship-vault') }).keys.kind).toBe('transit');
    expect(() => readConfig({ ...secrets('/data/id'), ...keys('mateship-vault') })).toThrow(/databaseLogin\.role .*must be the same as keys\.role/);
  });
});
