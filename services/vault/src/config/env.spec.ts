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
        keyFile: '/data/keys/vault.json',
        keys: { kind: 'file' },
        rotateDays: 90,
        gatewaySecret: 's'.repeat(43),
      });
    }));

  it('names everything that is missing at once', () => {
    const attempt = () => readConfig({ MATESHIP_VAULT_KEY_FILE: 'relative.json', MATESHIP_VAULT_DATABASE_URL: 'mysql://vault:hunter2@db/vault', MATESHIP_VAULT_GATEWAY_SECRET: 'short' });
    expect(attempt).toThrow(ConfigError);
    for (const name of ['listen', 'databaseUrl', 'keyFile', 'gatewaySecret']) expect(attempt).toThrow(new RegExp(`vault\\.${name}`));
    expect(attempt).not.toThrow(/short|hunter2/);
  });
});
